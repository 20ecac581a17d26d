//! The plugins are the examples of this crate, one for each workload.
