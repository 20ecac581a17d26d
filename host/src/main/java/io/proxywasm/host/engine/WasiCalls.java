package io.proxywasm.host.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.proxywasm.host.guest.Hostcalls;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * WASI as Envoy serves it: output is the log, there are clocks, random numbers and the environment
 * that the VM was given, and nothing else. Nothing here reaches a file, a socket, a stream or the
 * environment of the JVM. The numbers are Envoy's too, also where the standard has others.
 */
final class WasiCalls {
  private static final int OK = 0;
  private static final int BADF = 8;
  private static final int NOTDIR = 20;
  private static final int FAULT = 21;
  private static final int INVAL = 28;
  private static final int NOENT = 44;
  private static final int NOSYS = 52;
  private static final int NOTSUP = 58;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int TRACE = 0;
  private static final int INFO = 2;
  private static final int ERROR = 4;
  private static final int RIGHT_TO_WRITE = 64;
  private static final int REALTIME = 0;
  private static final int MONOTONIC = 1;
  private static final int MAX_RANDOM = 64 << 10;

  /** The most that one call writes; the guest calls again for the rest. */
  private static final int MAX_WRITE = 1 << 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Border border;
  private final LinearMemory memory;
  private final Hostcalls hostcalls;
  private final List<byte[]> environment;

  WasiCalls(
      Border border, LinearMemory memory, Hostcalls hostcalls, Map<String, String> environment) {
    this.border = border;
    this.memory = memory;
    this.hostcalls = hostcalls;
    this.environment =
        new TreeMap<>(environment)
            .entrySet().stream()
                .map(entry -> (entry.getKey() + "=" + entry.getValue() + "\0").getBytes(UTF_8))
                .toList();
  }

  // Output

  @HostFunction(value = "fd_write", whileStarting = true, whileAllocating = true)
  int fdWrite(int fd, int vectors, int count, int writtenAt) {
    return write(fd, vectors, count, writtenAt);
  }

  @HostFunction(value = "fd_pwrite", whileStarting = true)
  int fdPwrite(int fd, int vectors, int count, long offset, int writtenAt) {
    return write(fd, vectors, count, writtenAt);
  }

  private int write(int fd, int vectors, int count, int writtenAt) {
    if (!isOutput(fd)) {
      return BADF;
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    long at = vectors & 0xffffffffL;
    long end = at + 8 * (count & 0xffffffffL);
    for (; at < end && text.size() < MAX_WRITE; at += 8) {
      if (at + 8 > memory.size()) {
        return FAULT;
      }
      int address = memory.readInt((int) at);
      int length = memory.readInt((int) at + 4);
      if (length != 0) {
        if (!memory.has(address, length)) {
          return FAULT;
        }
        text.write(memory.array(), address, Math.min(length, MAX_WRITE - text.size()));
      }
    }
    int written = text.size();
    if (written > 0) {
      String message = text.toString(UTF_8);
      if (message.endsWith("\n")) {
        message = message.substring(0, message.length() - 1);
      }
      if (border.log(fd == STDOUT ? INFO : ERROR, message) != OK) {
        return BADF;
      }
    }
    return stored(border.putInt(writtenAt, written));
  }

  // Clocks, random numbers, arguments and the environment

  @HostFunction(value = "clock_time_get", whileStarting = true, whileAllocating = true)
  int clockTimeGet(int clock, long precision, int timeAt) {
    return switch (clock) {
      case REALTIME -> stored(border.putLong(timeAt, hostcalls.currentTimeNanoseconds()));
      case MONOTONIC -> stored(border.putLong(timeAt, hostcalls.monotonicNanoseconds()));
      default -> NOTSUP;
    };
  }

  @HostFunction(value = "clock_res_get", whileStarting = true)
  int clockResGet(int clock, int resolutionAt) {
    return clock == REALTIME || clock == MONOTONIC
        ? stored(border.putLong(resolutionAt, 1))
        : NOTSUP;
  }

  @HostFunction(value = "random_get", whileStarting = true)
  int randomGet(int at, int length) {
    if (length < 0 || length > MAX_RANDOM) {
      return INVAL;
    }
    if (length == 0) {
      return OK;
    }
    if (!memory.has(at, length)) {
      return FAULT;
    }
    byte[] random = new byte[length];
    RANDOM.nextBytes(random);
    memory.write(at, random, 0, length);
    return OK;
  }

  @HostFunction(value = "args_get", whileStarting = true)
  int argsGet(int pointersAt, int textAt) {
    return OK;
  }

  @HostFunction(value = "args_sizes_get", whileStarting = true)
  int argsSizesGet(int countAt, int sizeAt) {
    return stored(border.putInt(countAt, 0) && border.putInt(sizeAt, 0));
  }

  @HostFunction(value = "environ_get", whileStarting = true)
  int environGet(int pointersAt, int textAt) {
    int pointer = pointersAt;
    int at = textAt;
    for (byte[] variable : environment) {
      if (!border.putInt(pointer, at) || !memory.has(at, variable.length)) {
        return FAULT;
      }
      memory.write(at, variable, 0, variable.length);
      pointer += 4;
      at += variable.length;
    }
    return OK;
  }

  @HostFunction(value = "environ_sizes_get", whileStarting = true)
  int environSizesGet(int countAt, int sizeAt) {
    int size = environment.stream().mapToInt(variable -> variable.length).sum();
    return stored(border.putInt(countAt, environment.size()) && border.putInt(sizeAt, size));
  }

  // What does no harm

  @HostFunction("sched_yield")
  int schedYield() {
    return OK;
  }

  @HostFunction(value = "poll_oneoff", whileStarting = true, whileAllocating = true)
  int pollOneoff(int subscriptions, int events, int count, int eventCountAt) {
    return stored(border.putInt(eventCountAt, 0));
  }

  /** Envoy does not stop the guest either, which as a rule goes on into an unreachable. */
  @HostFunction("proc_exit")
  void procExit(int code) {
    border.complain("wasi proc_exit(" + code + ") is ignored");
  }

  @HostFunction("fd_seek")
  int fdSeek(int fd, long offset, int whence, int positionAt) {
    border.log(TRACE, "wasi_unstable fd_seek");
    return OK;
  }

  @HostFunction("fd_close")
  int fdClose(int fd) {
    border.log(TRACE, "wasi_unstable fd_close");
    return OK;
  }

  @HostFunction(value = "fd_tell", whileStarting = true)
  int fdTell(int fd, int positionAt) {
    return isOutput(fd) ? stored(border.putLong(positionAt, 0)) : BADF;
  }

  @HostFunction(value = "fd_fdstat_get", whileStarting = true)
  int fdFdstatGet(int fd, int statAt) {
    if (!isOutput(fd)) {
      return BADF;
    }
    if (memory.has(statAt, 24)) {
      memory.writeLong(statAt, 0);
      memory.writeLong(statAt + 8, RIGHT_TO_WRITE);
      memory.writeLong(statAt + 16, 0);
    }
    return OK;
  }

  @HostFunction(value = "fd_advise", whileStarting = true)
  int fdAdvise(int fd, long offset, long length, int advice) {
    return OK;
  }

  @HostFunction(value = "fd_allocate", whileStarting = true)
  int fdAllocate(int fd, long offset, long length) {
    return outputOnly(fd);
  }

  @HostFunction(value = "fd_datasync", whileStarting = true)
  int fdDatasync(int fd) {
    return outputOnly(fd);
  }

  @HostFunction(value = "fd_sync", whileStarting = true)
  int fdSync(int fd) {
    return outputOnly(fd);
  }

  @HostFunction(value = "fd_fdstat_set_rights", whileStarting = true)
  int fdFdstatSetRights(int fd, long rights, long inheriting) {
    return outputOnly(fd);
  }

  @HostFunction(value = "fd_filestat_set_size", whileStarting = true)
  int fdFilestatSetSize(int fd, long size) {
    return outputOnly(fd);
  }

  @HostFunction(value = "fd_filestat_set_times", whileStarting = true)
  int fdFilestatSetTimes(int fd, long accessTime, long modificationTime, int flags) {
    return outputOnly(fd);
  }

  // What is not there

  @HostFunction("fd_read")
  int fdRead(int fd, int vectors, int count, int readAt) {
    return NOSYS;
  }

  @HostFunction(value = "fd_pread", whileStarting = true)
  int fdPread(int fd, int vectors, int count, long offset, int readAt) {
    return NOSYS;
  }

  @HostFunction(value = "fd_fdstat_set_flags", whileStarting = true)
  int fdFdstatSetFlags(int fd, int flags) {
    return NOSYS;
  }

  @HostFunction(value = "fd_prestat_get", whileStarting = true)
  int fdPrestatGet(int fd, int prestatAt) {
    return BADF;
  }

  @HostFunction(value = "fd_prestat_dir_name", whileStarting = true)
  int fdPrestatDirName(int fd, int path, int pathLength) {
    return NOSYS;
  }

  @HostFunction(value = "fd_filestat_get", whileStarting = true)
  int fdFilestatGet(int fd, int statAt) {
    return BADF;
  }

  @HostFunction(value = "fd_readdir", whileStarting = true)
  int fdReaddir(int fd, int buffer, int length, long cookie, int usedAt) {
    return border.putInt(usedAt, 0) ? NOTDIR : FAULT;
  }

  @HostFunction(value = "fd_renumber", whileStarting = true)
  int fdRenumber(int fd, int to) {
    return isOutput(fd) && isOutput(to) ? NOTSUP : BADF;
  }

  @HostFunction("path_open")
  int pathOpen(
      int fd,
      int lookup,
      int path,
      int pathLength,
      int flags,
      long rights,
      long inheriting,
      int fdFlags,
      int openedAt) {
    return NOENT;
  }

  @HostFunction(value = "path_create_directory", whileStarting = true)
  int pathCreateDirectory(int fd, int path, int pathLength) {
    return NOTSUP;
  }

  @HostFunction(value = "path_filestat_get", whileStarting = true)
  int pathFilestatGet(int fd, int flags, int path, int pathLength, int statAt) {
    return NOTSUP;
  }

  @HostFunction(value = "path_filestat_set_times", whileStarting = true)
  int pathFilestatSetTimes(
      int fd,
      int lookup,
      int path,
      int pathLength,
      long accessTime,
      long modificationTime,
      int flags) {
    return NOTSUP;
  }

  /** One parameter less than in WASI, as in Envoy. */
  @HostFunction(value = "path_link", whileStarting = true)
  int pathLink(int fd, int flags, int path, int pathLength, int newFd, int newPath) {
    return NOTSUP;
  }

  @HostFunction(value = "path_readlink", whileStarting = true)
  int pathReadlink(int fd, int path, int pathLength, int buffer, int length, int usedAt) {
    return border.putInt(usedAt, 0) ? NOTSUP : FAULT;
  }

  @HostFunction(value = "path_remove_directory", whileStarting = true)
  int pathRemoveDirectory(int fd, int path, int pathLength) {
    return NOTSUP;
  }

  @HostFunction(value = "path_rename", whileStarting = true)
  int pathRename(int fd, int path, int pathLength, int newFd, int newPath, int newPathLength) {
    return NOTSUP;
  }

  /** One parameter less than in WASI, as in Envoy. */
  @HostFunction(value = "path_symlink", whileStarting = true)
  int pathSymlink(int target, int targetLength, int fd, int path) {
    return NOTSUP;
  }

  @HostFunction(value = "path_unlink_file", whileStarting = true)
  int pathUnlinkFile(int fd, int path, int pathLength) {
    return NOTSUP;
  }

  @HostFunction(value = "sock_accept", whileStarting = true)
  int sockAccept(int fd, int flags, int fdAt) {
    return border.putLong(fdAt, 0) ? NOTSUP : FAULT;
  }

  @HostFunction(value = "sock_recv", whileStarting = true)
  int sockRecv(int fd, int vectors, int count, int flags, int receivedAt, int flagsAt) {
    if (!border.putInt(receivedAt, 0) || !memory.has(flagsAt, 2)) {
      return FAULT;
    }
    memory.writeShort(flagsAt, (short) 0);
    return NOTSUP;
  }

  @HostFunction(value = "sock_send", whileStarting = true)
  int sockSend(int fd, int vectors, int count, int flags, int sentAt) {
    return border.putInt(sentAt, 0) ? NOTSUP : FAULT;
  }

  @HostFunction(value = "sock_shutdown", whileStarting = true)
  int sockShutdown(int fd, int how) {
    return NOTSUP;
  }

  private static boolean isOutput(int fd) {
    return fd == STDOUT || fd == STDERR;
  }

  private static int outputOnly(int fd) {
    return isOutput(fd) ? OK : BADF;
  }

  private static int stored(boolean done) {
    return done ? OK : FAULT;
  }
}
