/* A disk that remembers, fills up, or loses its program: preloaded into a process.
 *
 * Every change to a file under $DISK_ROOT is one step: a file created, written,
 * truncated, synced, renamed, linked or removed, a folder made, synced or removed.
 *
 *   DISK_LOG=FILE    each step is written down there, with its bytes (see _disk.py)
 *   DISK_FULL_AT=N   from step N on nothing more fits: ENOSPC
 *   DISK_KILL_AT=N   the process ends before step N, as by kill -9
 *
 * cc -shared -fPIC -O2 -o disk.so _disk.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char root[PATH_MAX];
static size_t root_length;
static long step, full_at = -1, kill_at = -1;
static int log_fd = -1, is_ready, inside;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void get_ready(void) {
    if (is_ready) return;
    is_ready = 1;
    const char *given = getenv("DISK_ROOT");
    if (given) {
        snprintf(root, sizeof root, "%s", given);
        root_length = strlen(root);
    }
    if ((given = getenv("DISK_FULL_AT"))) full_at = atol(given);
    if ((given = getenv("DISK_KILL_AT"))) kill_at = atol(given);
    if ((given = getenv("DISK_LOG")))
        log_fd = syscall(SYS_openat, AT_FDCWD, given, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static int is_ours(const char *path) {
    get_ready();
    return root_length && !strncmp(path, root, root_length) &&
           (path[root_length] == '/' || !path[root_length]);
}

/* The absolute path of a path, or of an open file; empty where it is none of ours. */
static int named(char *out, int dir, const char *path) {
    char base[PATH_MAX] = "";
    if (path[0] == '/') {
        snprintf(out, PATH_MAX, "%s", path);
    } else {
        if (dir == AT_FDCWD) {
            if (!getcwd(base, sizeof base)) return 0;
        } else {
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
            ssize_t n = readlink(link, base, sizeof base - 1);
            if (n < 0) return 0;
            base[n] = 0;
        }
        if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    return is_ours(out);
}

static int opened(char *out, int fd) {
    get_ready();
    if (!root_length) return 0;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, out, PATH_MAX - 1);
    if (n < 0) return 0;
    out[n] = 0;
    char *gone = strstr(out, " (deleted)");
    if (gone) *gone = 0;
    return is_ours(out);
}

static void put(const void *data, size_t length) {
    while (length) {
        ssize_t n = syscall(SYS_write, log_fd, data, length);
        if (n <= 0) return;
        data = (const char *)data + n;
        length -= n;
    }
}

/* One step is about to be done. Returns whether the disk is full by now. */
static int about_to(void) {
    long now = step++;
    if (now == kill_at) raise(SIGKILL);
    return full_at >= 0 && now >= full_at;
}

/* One step was done: kind, path, second path or bytes, offset. */
static void done(char kind, const char *path, const void *data, uint64_t length,
                 uint64_t offset) {
    if (log_fd < 0) return;
    uint32_t name = strlen(path);
    put(&kind, 1);
    put(&name, 4);
    put(path, name);
    put(&offset, 8);
    put(&length, 8);
    if (length) put(data, length);
}

/* Read the environment anew, in a process that was forked; steps count from 0. */
void disk_reset(void) {
    is_ready = inside = 0;
    step = root_length = 0;
    full_at = kill_at = log_fd = -1;
    get_ready();
}

/* Something was acknowledged at this point. */
void disk_mark(const char *what) { done('a', what, "", 0, 0); }

/* How many steps there were. */
long disk_steps(void) { return step; }

#define ENTER()                                                                         \
    int outer = 0, saved = errno;                                                       \
    pthread_mutex_lock(&lock);                                                          \
    outer = !inside;                                                                    \
    inside = 1;                                                                         \
    errno = saved
#define LEAVE()                                                                         \
    do {                                                                                \
        saved = errno;                                                                  \
        if (outer) inside = 0;                                                          \
        pthread_mutex_unlock(&lock);                                                    \
        errno = saved;                                                                  \
    } while (0)
#define FULL(value)                                                                     \
    do {                                                                                \
        LEAVE();                                                                        \
        errno = ENOSPC;                                                                 \
        return value;                                                                   \
    } while (0)

static int open_any(int dir, const char *path, int flags, mode_t mode, char *name) {
    ENTER();
    int ours = outer && (flags & (O_CREAT | O_TRUNC)) && named(name, dir, path);
    int makes = 0;
    if (ours) {
        struct stat found;
        int is_there = !fstatat(dir, path, &found, 0);
        makes = !is_there ? 'c' : (flags & O_TRUNC) && found.st_size ? 't' : 0;
        if (makes && about_to() && makes == 'c') FULL(-1);
    }
    int fd = syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && makes) done(makes, name, "", 0, 0);
    LEAVE();
    return fd;
}

#define OPENS(function, ...)                                                            \
    mode_t mode = 0;                                                                    \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                \
        va_list more;                                                                   \
        va_start(more, flags);                                                          \
        mode = va_arg(more, mode_t);                                                    \
        va_end(more);                                                                   \
    }                                                                                   \
    char name[PATH_MAX];                                                                \
    return open_any(__VA_ARGS__, flags, mode, name)

int open(const char *path, int flags, ...) { OPENS(open, AT_FDCWD, path); }
int open64(const char *path, int flags, ...) { OPENS(open64, AT_FDCWD, path); }
int openat(int dir, const char *path, int flags, ...) { OPENS(openat, dir, path); }
int openat64(int dir, const char *path, int flags, ...) { OPENS(openat64, dir, path); }

static ssize_t write_any(int fd, const void *data, size_t length, off64_t at) {
    char path[PATH_MAX];
    ENTER();
    int ours = outer && length && opened(path, fd);
    uint64_t offset = at;
    if (ours) {
        if (about_to()) FULL(-1);
        if (at < 0) {
            struct stat found;
            int flags = fcntl(fd, F_GETFL);
            offset = flags & O_APPEND && !fstat(fd, &found)
                         ? (uint64_t)found.st_size
                         : (uint64_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
        }
    }
    ssize_t n = at < 0 ? syscall(SYS_write, fd, data, length)
                       : syscall(SYS_pwrite64, fd, data, length, at);
    if (ours && n > 0) done('w', path, data, n, offset);
    LEAVE();
    return n;
}

ssize_t write(int fd, const void *data, size_t length) {
    return write_any(fd, data, length, -1);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
    return write_any(fd, data, length, at);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
    return write_any(fd, data, length, at);
}

static int truncate_any(int fd, off64_t size) {
    char path[PATH_MAX];
    ENTER();
    int ours = outer && opened(path, fd);
    if (ours) {
        struct stat found;
        int grows = !fstat(fd, &found) && size > found.st_size;
        if (about_to() && grows) FULL(-1);
    }
    int result = syscall(SYS_ftruncate, fd, size);
    if (ours && !result) done('t', path, "", 0, size);
    LEAVE();
    return result;
}
int ftruncate(int fd, off_t size) { return truncate_any(fd, size); }
int ftruncate64(int fd, off64_t size) { return truncate_any(fd, size); }

static int sync_any(int fd, int number) {
    char path[PATH_MAX];
    ENTER();
    int ours = outer && opened(path, fd);
    if (ours) about_to();
    int result = syscall(number, fd);
    if (ours && !result) done('s', path, "", 0, 0);
    LEAVE();
    return result;
}
int fsync(int fd) { return sync_any(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_any(fd, SYS_fdatasync); }

static int move_any(int from_dir, const char *from, int to_dir, const char *to,
                    char kind) {
    char old[PATH_MAX], new[PATH_MAX];
    ENTER();
    int ours = outer && named(old, from_dir, from) && named(new, to_dir, to);
    if (ours && about_to() && kind == 'l') FULL(-1);
    int result = kind == 'r' ? syscall(SYS_renameat2, from_dir, from, to_dir, to, 0)
                             : syscall(SYS_linkat, from_dir, from, to_dir, to, 0);
    if (ours && !result) done(kind, old, new, strlen(new), 0);
    LEAVE();
    return result;
}
int rename(const char *from, const char *to) {
    return move_any(AT_FDCWD, from, AT_FDCWD, to, 'r');
}
int renameat(int a, const char *from, int b, const char *to) {
    return move_any(a, from, b, to, 'r');
}
int link(const char *from, const char *to) {
    return move_any(AT_FDCWD, from, AT_FDCWD, to, 'l');
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    (void)flags;
    return move_any(a, from, b, to, 'l');
}

static int remove_any(int dir, const char *path, int flags) {
    char name[PATH_MAX];
    ENTER();
    int ours = outer && named(name, dir, path);
    if (ours) about_to();
    int result = syscall(SYS_unlinkat, dir, path, flags);
    if (ours && !result) done(flags & AT_REMOVEDIR ? 'x' : 'u', name, "", 0, 0);
    LEAVE();
    return result;
}
int unlink(const char *path) { return remove_any(AT_FDCWD, path, 0); }
int unlinkat(int dir, const char *path, int flags) { return remove_any(dir, path, flags); }
int rmdir(const char *path) { return remove_any(AT_FDCWD, path, AT_REMOVEDIR); }

static int make_any(int dir, const char *path, mode_t mode) {
    char name[PATH_MAX];
    ENTER();
    int ours = outer && named(name, dir, path);
    if (ours && about_to()) FULL(-1);
    int result = syscall(SYS_mkdirat, dir, path, mode);
    if (ours && !result) done('m', name, "", 0, 0);
    LEAVE();
    return result;
}
int mkdir(const char *path, mode_t mode) { return make_any(AT_FDCWD, path, mode); }
int mkdirat(int dir, const char *path, mode_t mode) { return make_any(dir, path, mode); }

int posix_fallocate(int fd, off_t at, off_t length) {
    (void)fd, (void)at, (void)length;
    return EOPNOTSUPP;
}
int fallocate(int fd, int mode, off_t at, off_t length) {
    (void)fd, (void)mode, (void)at, (void)length;
    errno = EOPNOTSUPP;
    return -1;
}
