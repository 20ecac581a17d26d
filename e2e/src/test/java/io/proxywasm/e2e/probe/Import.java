package io.proxywasm.e2e.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A function of the host.
 *
 * @param module the module of the import
 * @param name its name
 * @param parameters one letter for each: {@code i} number; {@code l} 64-bit number; {@code s}
 *     address and size of bytes; {@code p} an address that the host reads or writes, given as it
 *     is; {@code v} where to write address and size of an answer; {@code m} the same of header
 *     pairs; {@code w} where to write a number; {@code q} where to write a 64-bit number; {@code x}
 *     the same of one that differs each time; {@code h} where to write the id of a callout
 * @param hasResult whether it returns a status
 */
public record Import(String module, String name, String parameters, boolean hasResult) {
  private static final String ALL =
      """
      proxy_log is
      proxy_get_current_time_nanoseconds x
      proxy_set_tick_period_milliseconds i
      proxy_set_buffer_bytes iiis
      proxy_get_buffer_bytes iiiv
      proxy_get_buffer_status iww
      proxy_get_header_map_size iw
      proxy_get_header_map_pairs im
      proxy_set_header_map_pairs is
      proxy_get_header_map_value isv
      proxy_add_header_map_value iss
      proxy_replace_header_map_value iss
      proxy_remove_header_map_value is
      proxy_get_status wv
      proxy_send_local_response isssi
      proxy_http_call ssssih
      proxy_grpc_call sssssih
      proxy_grpc_stream ssssh
      proxy_grpc_send isi
      proxy_grpc_cancel i
      proxy_grpc_close i
      proxy_set_shared_data ssi
      proxy_get_shared_data svw
      proxy_register_shared_queue sw
      proxy_resolve_shared_queue ssw
      proxy_enqueue_shared_queue is
      proxy_dequeue_shared_queue iv
      proxy_define_metric isw
      proxy_increment_metric il
      proxy_record_metric il
      proxy_get_metric iq
      proxy_get_property sv
      proxy_set_property ss
      proxy_call_foreign_function ssv
      proxy_done -
      proxy_set_effective_context i
      """;

  private static final String WASI =
      """
      args_get pp
      args_sizes_get ww
      environ_get pp
      environ_sizes_get ww
      clock_res_get iq
      clock_time_get ilx
      fd_advise illi
      fd_allocate ill
      fd_close i
      fd_datasync i
      fd_fdstat_get ip
      fd_fdstat_set_flags ii
      fd_fdstat_set_rights ill
      fd_filestat_get ip
      fd_filestat_set_size il
      fd_filestat_set_times illi
      fd_pread ipilw
      fd_prestat_get ip
      fd_prestat_dir_name ipi
      fd_pwrite ipilw
      fd_read ipiw
      fd_readdir ipilw
      fd_renumber ii
      fd_seek iliq
      fd_sync i
      fd_tell iq
      fd_write ipiw
      path_create_directory is
      path_filestat_get iisp
      path_filestat_set_times iislli
      path_link isipi
      path_open iisillip
      path_readlink ispiw
      path_remove_directory is
      path_rename isis
      path_symlink sip
      path_unlink_file is
      poll_oneoff ppiw
      random_get pi
      sched_yield -
      sock_accept iip
      sock_recv ipiipp
      sock_send ipiip
      sock_shutdown ii
      """;

  /** The imports of a module of an ABI version that a host resolves. */
  public static List<Import> of(AbiVersion version) {
    List<Import> all = new ArrayList<>(parse("env", ALL));
    if (version == AbiVersion.V0_1_0) {
      all.addAll(
          parse(
              "env",
              """
              proxy_get_configuration v
              proxy_continue_request -
              proxy_continue_response -
              proxy_clear_route_cache -
              """));
    } else {
      all.addAll(parse("env", "proxy_continue_stream i\nproxy_close_stream i\n"));
    }
    if (version == AbiVersion.V0_2_1) {
      all.addAll(parse("env", "proxy_get_log_level w\n"));
    }
    all.add(new Import("env", "pthread_equal", "ii", true));
    all.add(new Import("env", "emscripten_notify_memory_growth", "i", false));
    all.addAll(parse("wasi_snapshot_preview1", WASI));
    all.add(new Import("wasi_snapshot_preview1", "proc_exit", "i", false));
    return List.copyOf(all);
  }

  private static List<Import> parse(String module, String table) {
    return table
        .lines()
        .map(
            line -> {
              String[] parts = line.split(" ");
              return new Import(module, parts[0], parts[1].replace("-", ""), true);
            })
        .toList();
  }

  public boolean isWasi() {
    return !module.equals("env");
  }

  /** The types of the parameters in Wasm. */
  public List<String> types() {
    return parameters
        .chars()
        .mapToObj(kind -> (char) kind)
        .flatMap(
            kind ->
                switch (kind) {
                  case 's', 'v', 'm' -> Stream.of("i32", "i32");
                  case 'l' -> Stream.of("i64");
                  default -> Stream.of("i32");
                })
        .toList();
  }

  /** The name without its prefix, as in transcripts. */
  public String shortName() {
    return name.startsWith("proxy_") ? name.substring(6) : name;
  }

  static Import find(List<Import> all, String shortName) {
    return all.stream()
        .filter(each -> each.shortName().equals(shortName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no import " + shortName));
  }

  @Override
  public String toString() {
    return module + "." + name + Arrays.toString(types().toArray());
  }
}
