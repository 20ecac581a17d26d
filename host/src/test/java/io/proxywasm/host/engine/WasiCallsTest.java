package io.proxywasm.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.GuestOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiCallsTest {
  private static final String WASI = "wasi_snapshot_preview1.";
  private static final int OK = 0;
  private static final int BADF = 8;
  private static final int FAULT = 21;

  private final FakeHost host = new FakeHost();
  private final Caller guest =
      Caller.of(
          Mode.COMPILED,
          AbiVersion.V0_2_1,
          host,
          new GuestOptions(
              Map.of("KEY", "value", "A", "\u00e9"),
              name -> true,
              GuestOptions.DEFAULT_MAX_MEMORY_BYTES));

  @Test
  void shouldServeAllOfPreview1ButProcRaiseUnderBothNames() {
    assertThat(HostImports.list().stream().map(HostImport::module).filter(m -> !m.equals("env")))
        .hasSize(90)
        .containsOnly("wasi_snapshot_preview1", "wasi_unstable");
    assertThat(HostImports.list().stream().filter(each -> each.module().equals("env"))).hasSize(45);
  }

  /** The function, the first two arguments (the others are 1024), and the result. */
  @ParameterizedTest
  @CsvSource({
    "args_get, 0, 0, 0",
    "sched_yield, 0, 0, 0",
    "poll_oneoff, 0, 0, 0",
    "fd_seek, 0, 0, 0",
    "fd_close, 9, 0, 0",
    "fd_advise, 9, 0, 0",
    "fd_tell, 1, 1024, 0",
    "fd_tell, 0, 1024, 8",
    "fd_allocate, 1, 0, 0",
    "fd_allocate, 3, 0, 8",
    "fd_datasync, 2, 0, 0",
    "fd_datasync, 3, 0, 8",
    "fd_sync, 1, 0, 0",
    "fd_sync, 0, 0, 8",
    "fd_filestat_set_size, 1, 0, 0",
    "fd_filestat_set_size, 0, 0, 8",
    "fd_filestat_set_times, 2, 0, 0",
    "fd_filestat_set_times, 5, 0, 8",
    "fd_fdstat_set_rights, 2, 0, 0",
    "fd_fdstat_set_rights, 5, 0, 8",
    "fd_fdstat_get, 0, 1024, 8",
    "fd_fdstat_get, 1, 1024, 0",
    "fd_fdstat_get, 2, -1, 0",
    "fd_read, 0, 0, 52",
    "fd_pread, 0, 0, 52",
    "fd_fdstat_set_flags, 1, 0, 52",
    "fd_prestat_dir_name, 3, 0, 52",
    "path_open, 3, 0, 44",
    "fd_prestat_get, 3, 0, 8",
    "fd_filestat_get, 1, 0, 8",
    "path_filestat_get, 3, 0, 58",
    "fd_readdir, 3, 0, 20",
    "fd_renumber, 1, 2, 58",
    "fd_renumber, 1, 3, 8",
    "path_create_directory, 0, 0, 58",
    "path_filestat_set_times, 0, 0, 58",
    "path_link, 0, 0, 58",
    "path_readlink, 0, 0, 58",
    "path_remove_directory, 0, 0, 58",
    "path_rename, 0, 0, 58",
    "path_symlink, 0, 0, 58",
    "path_unlink_file, 0, 0, 58",
    "sock_accept, 0, 0, 58",
    "sock_recv, 0, 0, 58",
    "sock_send, 0, 0, 58",
    "sock_shutdown, 0, 0, 58",
    "clock_time_get, 2, 0, 58",
    "clock_res_get, 2, 1024, 58",
    "clock_res_get, 1, 1024, 0",
    "fd_write, 0, 0, 8",
    "fd_write, 3, 0, 8",
    "fd_pwrite, 0, 0, 8"
  })
  void shouldAnswerAsEnvoyDoes(String name, int first, int second, int result) {
    for (String module : List.of(WASI, "wasi_unstable.")) {
      long[] arguments = new long[guest.parameters(module + name)];
      Arrays.fill(arguments, 1024);
      for (int i = 0; i < arguments.length && i < 2; i++) {
        arguments[i] = i == 0 ? first : second;
      }
      assertThat(guest.call(module + name, arguments)).isEqualTo(result);
    }
  }

  private void vector(int at, int address, int length) {
    guest.putInt(at, address);
    guest.putInt(at + 4, length);
  }

  @Test
  void shouldWriteToTheLog() {
    guest.put(0, "hello ");
    guest.put(10, "world\n\n");
    vector(100, 0, 6);
    vector(108, 50, 0);
    vector(116, 10, 7);
    assertThat(guest.call(WASI + "fd_write", 1, 100, 3, 200)).isEqualTo(OK);
    assertThat(guest.getInt(200)).isEqualTo(13);
    assertThat(guest.call(WASI + "fd_pwrite", 2, 100, 1, 99, 200)).isEqualTo(OK);
    assertThat(guest.getInt(200)).isEqualTo(6);
    assertThat(guest.call(WASI + "fd_write", 1, 100, 0, 200)).isEqualTo(OK);
    assertThat(guest.getInt(200)).isZero();
    assertThat(host.calls()).containsExactly("log(2, hello world\n)", "log(4, hello )");
  }

  @Test
  void shouldNotFollowWrongVectors() {
    vector(100, 65535, 2);
    assertThat(guest.call(WASI + "fd_write", 1, 100, 1, 200)).isEqualTo(FAULT);
    vector(100, -1, -1);
    assertThat(guest.call(WASI + "fd_write", 1, 100, 1, 200)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "fd_write", 1, 65532, 1, 200)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "fd_write", 1, -8, 1, 200)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "fd_write", 1, 60000, -1, 200)).isEqualTo(FAULT);
    assertThat(host.calls()).isEmpty();
    assertThat(guest.call(WASI + "fd_write", 1, 100, 0, 65533)).isEqualTo(FAULT);
  }

  @Test
  void shouldWriteAPartWhenItIsTooMuch() {
    for (int i = 0; i < 100; i++) {
      vector(8 * i, 0, 65536);
    }
    assertThat(guest.call(WASI + "fd_write", 1, 0, 100, 60000)).isEqualTo(OK);
    assertThat(guest.getInt(60000)).isEqualTo(1 << 20);
  }

  @Test
  void shouldSayWhenTheLogRefuses() {
    host.on("log", arguments -> 2);
    vector(100, 0, 1);
    assertThat(guest.call(WASI + "fd_write", 1, 100, 1, 200)).isEqualTo(BADF);
  }

  @Test
  void shouldGiveTheEnvironmentOfTheVmOnly() {
    assertThat(guest.call(WASI + "environ_sizes_get", 100, 104)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isEqualTo(2);
    assertThat(guest.getInt(104)).isEqualTo("A=xx0KEY=value0".length());
    assertThat(guest.call(WASI + "environ_get", 200, 300)).isEqualTo(OK);
    assertThat(guest.getInt(200)).isEqualTo(300);
    assertThat(guest.getInt(204)).isEqualTo(305);
    assertThat(guest.get(300, 15)).isEqualTo("A=\u00c3\u00a9\0KEY=value\0");
    assertThat(guest.call(WASI + "environ_get", 200, 65530)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "environ_get", 65530, 200)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "environ_sizes_get", -1, 104)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "environ_sizes_get", 100, -1)).isEqualTo(FAULT);
  }

  @Test
  void shouldGiveNoArguments() {
    guest.putInt(100, 77);
    guest.putInt(104, 77);
    assertThat(guest.call(WASI + "args_sizes_get", 100, 104)).isEqualTo(OK);
    assertThat(guest.getInt(100)).isZero();
    assertThat(guest.getInt(104)).isZero();
    assertThat(guest.call(WASI + "args_sizes_get", -1, 104)).isEqualTo(FAULT);
  }

  @Test
  void shouldGiveTheClocksOfTheHost() {
    host.on("currentTimeNanoseconds", arguments -> 11).on("monotonicNanoseconds", arguments -> 22);
    assertThat(guest.call(WASI + "clock_time_get", 0, 1, 104)).isEqualTo(OK);
    assertThat(guest.getLong(104)).isEqualTo(11);
    assertThat(guest.call(WASI + "clock_time_get", 1, 1, 104)).isEqualTo(OK);
    assertThat(guest.getLong(104)).isEqualTo(22);
    assertThat(guest.call(WASI + "clock_time_get", 1, 1, 65529)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "clock_res_get", 0, 104)).isEqualTo(OK);
    assertThat(guest.getLong(104)).isEqualTo(1);
  }

  @Test
  void shouldGiveRandomBytes() {
    assertThat(guest.call(WASI + "random_get", 100, 32)).isEqualTo(OK);
    byte[] first = guest.bytes(100, 32);
    assertThat(guest.call(WASI + "random_get", 100, 32)).isEqualTo(OK);
    assertThat(guest.bytes(100, 32)).isNotEqualTo(first);
    assertThat(guest.bytes(132, 100)).containsOnly(0);
    assertThat(guest.call(WASI + "random_get", -1, 0)).isEqualTo(OK);
    assertThat(guest.call(WASI + "random_get", 0, 65536)).isEqualTo(OK);
    assertThat(guest.call(WASI + "random_get", 1, 65536)).isEqualTo(FAULT);
    assertThat(guest.call(WASI + "random_get", 0, 65537)).isEqualTo(28);
    assertThat(guest.call(WASI + "random_get", 0, -1)).isEqualTo(28);
  }

  @Test
  void shouldLetTheGuestOnlyWriteToItsOutput() {
    assertThat(guest.call(WASI + "fd_fdstat_get", 1, 104)).isEqualTo(OK);
    assertThat(guest.getLong(104)).isZero();
    assertThat(guest.getLong(112)).isEqualTo(64);
    assertThat(guest.getLong(120)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255})
  void shouldGoOnWhenTheGuestExits(int code) {
    guest.call("wasi_unstable.proc_exit", code);
    assertThat(host.calls()).containsExactly("complain(wasi proc_exit(" + code + ") is ignored)");
  }
}
