;; The floor: what the other plugins do, with nothing around it. Six hostcalls per request, and only the callbacks
;; that the work needs; a callback that is not exported is one that the host does not call.
(module
  (import "env" "proxy_get_header_map_value"
    (func $get (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_add_header_map_value"
    (func $add (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_define_metric" (func $define (param i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_increment_metric" (func $increment (param i32 i64) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 1024) ":path")
  (data (i32.const 1040) "user-agent")
  (data (i32.const 1056) "x-a")
  (data (i32.const 1064) "b")
  (data (i32.const 1072) "x-b")
  (data (i32.const 1080) "c")
  (data (i32.const 1088) "bench_requests")
  ;; Results of hostcalls: a pointer at 2048, a size at 2052. The host's bytes go from 4096 upwards.
  (global $top (mut i32) (i32.const 4096))
  (global $requests (mut i32) (i32.const 0))
  (global $seen (mut i32) (i32.const 0))

  (func (export "proxy_abi_version_0_2_1"))

  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32)
    (global.get $top)
    (global.set $top (i32.and (i32.add (i32.add (global.get $top) (local.get $size)) (i32.const 7)) (i32.const -8))))

  (func (export "proxy_on_vm_start") (param i32 i32) (result i32)
    (drop (call $define (i32.const 0) (i32.const 1088) (i32.const 14) (i32.const 2048)))
    (global.set $requests (i32.load (i32.const 2048)))
    (i32.const 1))

  (func (export "proxy_on_request_headers") (param i32 i32 i32) (result i32)
    (drop (call $get (i32.const 0) (i32.const 1024) (i32.const 5) (i32.const 2048) (i32.const 2052)))
    (if (i32.eq (i32.load16_u (i32.load (i32.const 2048))) (i32.const 0x782f)) ;; "/x"
      (then (global.set $seen (i32.add (global.get $seen) (i32.const 1)))))
    (drop (call $get (i32.const 0) (i32.const 1040) (i32.const 10) (i32.const 2048) (i32.const 2052)))
    (global.set $seen (i32.add (global.get $seen) (i32.load (i32.const 2052))))
    (drop (call $add (i32.const 0) (i32.const 1056) (i32.const 3) (i32.const 1064) (i32.const 1)))
    (drop (call $increment (global.get $requests) (i64.const 1)))
    (global.set $top (i32.const 4096))
    (i32.const 0))

  (func (export "proxy_on_response_headers") (param i32 i32 i32) (result i32)
    (drop (call $add (i32.const 2) (i32.const 1072) (i32.const 3) (i32.const 1080) (i32.const 1)))
    (i32.const 0)))
