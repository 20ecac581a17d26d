package io.proxywasm.host.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * A directory that nobody else can write to, as code is loaded from it. Where the file system does
 * not know owners and permissions, nothing can be checked.
 */
final class PrivateDirectory {
  private static final int STICKY = 01000;
  private static final String ROOT = "root";

  private final Path path;
  private final boolean posix;

  private PrivateDirectory(Path path, boolean posix) {
    this.path = path;
    this.posix = posix;
  }

  /**
   * Makes the directory if it is not there.
   *
   * @throws IllegalArgumentException when others can write to it
   */
  static PrivateDirectory open(Path directory) {
    try {
      Path path = directory.toAbsolutePath().normalize();
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      boolean posix =
          (parent == null ? path : parent)
              .getFileSystem()
              .supportedFileAttributeViews()
              .contains("posix");
      if (!Files.exists(path)) {
        create(path, posix);
      }
      path = path.toRealPath();
      PrivateDirectory opened = new PrivateDirectory(path, posix);
      if (posix) {
        opened.check();
      }
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the cache directory " + directory + " can not be used: " + e.getMessage(), e);
    }
  }

  private static void create(Path path, boolean posix) throws IOException {
    if (posix) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(path);
    }
  }

  private void check() throws IOException {
    Path probe = Files.createTempFile(path, "probe", null);
    UserPrincipal me;
    try {
      me = Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
    refuseUnless(isPrivate(path, me), path);
    for (Path above = path.getParent(); above != null; above = above.getParent()) {
      UserPrincipal owner = Files.getOwner(above);
      boolean safe =
          (owner.equals(me) || owner.getName().equals(ROOT))
              && (!othersWrite(Files.getPosixFilePermissions(above)) || isSticky(above));
      refuseUnless(safe, above);
    }
  }

  private void refuseUnless(boolean safe, Path where) {
    if (!safe) {
      throw new IllegalArgumentException(
          "the cache directory "
              + path
              + " can not be used: others can write to "
              + where
              + ", and code is loaded from it. Choose one of your own (chmod 700)");
    }
  }

  private static boolean isPrivate(Path file, UserPrincipal me) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.owner().equals(me) && !othersWrite(attributes.permissions());
  }

  private static boolean othersWrite(Set<PosixFilePermission> permissions) {
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static boolean isSticky(Path directory) throws IOException {
    return directory.getFileSystem().supportedFileAttributeViews().contains("unix")
        && ((Integer) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
  }

  Path path() {
    return path;
  }

  /** Whether a file of the directory is a plain one that nobody else can write to. */
  boolean trusts(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && (!posix || isPrivate(file, Files.getOwner(path)));
  }
}
