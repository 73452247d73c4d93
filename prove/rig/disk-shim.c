/*
 * Stands between the server and its disk: LD_PRELOAD. For files whose path has SHIM_PATH in it,
 * SHIM_SYNC_MS makes each sync take so long, and SHIM_KILL_AT kills the process at that call which changes or syncs
 * such a file: before it, or with SHIM_TEAR after the first half of a write. SHIM_REPORT names a file of three numbers of
 * eight bytes: how many microseconds the process's first thread, which runs the event loop, was inside such calls; how
 * many edges of commits there were, which are syncs and the first writes after them; and at which of those the process is
 * to be killed, which may be written there while it runs. While a file SHIM_REFUSE exists, the disk is one that takes no
 * more writes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static atomic_long calls;
static _Atomic long *held;
static atomic_int after_sync;

static const char *setting(const char *name, const char *otherwise) {
  const char *found = getenv(name);
  return found == NULL ? otherwise : found;
}

static int is_watched(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, setting("SHIM_PATH", "/inbox.db")) != NULL;
}

static long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

__attribute__((constructor)) static void open_report(void) {
  const char *path = getenv("SHIM_REPORT");
  if (path == NULL || *path == 0) return;
  int descriptor = open(path, O_RDWR | O_CREAT, 0600);
  if (descriptor < 0 || ftruncate(descriptor, 3 * sizeof *held) != 0) return;
  void *page = mmap(NULL, 3 * sizeof *held, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (page != MAP_FAILED) held = page;
  close(descriptor);
}

static void report(int descriptor, long since) {
  if (held != NULL && gettid() == getpid() && is_watched(descriptor)) *held += microseconds() - since;
}

/* Whether this is the call at which to die. */
static int is_fatal(int descriptor) {
  long at = atol(setting("SHIM_KILL_AT", "0"));
  if (at == 0 || !is_watched(descriptor)) return 0;
  return atomic_fetch_add(&calls, 1) + 1 == at;
}

/* Whether this is the edge of a commit at which to die. */
static int is_fatal_edge(int descriptor, int is_sync) {
  if (held == NULL || !is_watched(descriptor)) return 0;
  int is_edge = atomic_exchange(&after_sync, is_sync) || is_sync;
  return is_edge && atomic_fetch_add(&held[1], 1) + 1 == held[2];
}

static void die(void) { kill(getpid(), SIGKILL); }

static void be_slow(int descriptor) {
  long ms = atol(setting("SHIM_SYNC_MS", "0"));
  if (ms == 0 || !is_watched(descriptor)) return;
  struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
  nanosleep(&pause, NULL);
}

/* Whether the disk takes no writes now. */
static int is_refused(int descriptor) {
  const char *path = setting("SHIM_REFUSE", "");
  if (*path == 0 || access(path, F_OK) != 0 || !is_watched(descriptor)) return 0;
  errno = EROFS;
  return 1;
}

static int is_torn(void) { return strcmp(setting("SHIM_TEAR", ""), "1") == 0; }

#define WRITE(name, offset_type)                                                                  \
  ssize_t name(int descriptor, const void *bytes, size_t count, offset_type at) {                  \
    static ssize_t (*real)(int, const void *, size_t, offset_type);                                \
    if (real == NULL) real = dlsym(RTLD_NEXT, #name);                                              \
    if (is_refused(descriptor)) return -1;                                                         \
    if (is_fatal_edge(descriptor, 0)) die();                                                       \
    if (is_fatal(descriptor)) {                                                                    \
      if (is_torn()) real(descriptor, bytes, count / 2, at);                                       \
      die();                                                                                       \
    }                                                                                              \
    long since = microseconds();                                                                   \
    ssize_t written = real(descriptor, bytes, count, at);                                          \
    report(descriptor, since);                                                                     \
    return written;                                                     \
  }

WRITE(pwrite, off_t)
WRITE(pwrite64, off64_t)

#define SYNC(name)                                                                                \
  int name(int descriptor) {                                                                      \
    static int (*real)(int);                                                                      \
    if (real == NULL) real = dlsym(RTLD_NEXT, #name);                                             \
    if (is_refused(descriptor)) return -1;                                                        \
    if (is_fatal_edge(descriptor, 1)) die();                                                      \
    if (is_fatal(descriptor)) die();                                                              \
    long since = microseconds();                                                                  \
    be_slow(descriptor);                                                                          \
    int failed = real(descriptor);                                                                \
    report(descriptor, since);                                                                    \
    return failed;                                                                      \
  }

SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, offset_type)                                                               \
  int name(int descriptor, offset_type length) {                                                  \
    static int (*real)(int, offset_type);                                                         \
    if (real == NULL) real = dlsym(RTLD_NEXT, #name);                                             \
    if (is_refused(descriptor)) return -1;                                                        \
    if (is_fatal(descriptor)) die();                                                              \
    return real(descriptor, length);                                                              \
  }

TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)
