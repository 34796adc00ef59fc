/* SPDX-License-Identifier: MIT */
/* Runs another program and measures it. */
#define _DEFAULT_SOURCE /* wait4() */
#include "child.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "measure.h"

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/* execvp() takes arguments that it does not change as if it did. */
union arguments {
    const char *const *given;
    char *const *taken;
};

/*
 * Looks at a child's peak now and then until it ends. The last look is close to the true one: a peak does not go down.
 * What wait4() tells counts the memory of the parent that was forked too.
 */
static size_t watch_peak(pid_t pid, int *status, struct rusage *usage)
{
    const struct timespec moment = {.tv_nsec = 5000000};
    size_t peak = 0;
    for (;;) {
        pid_t ended = wait4(pid, status, WNOHANG, usage);
        require(ended >= 0, "cannot wait for another program");
        if (ended == pid)
            return peak;
        size_t seen = measure_resident_peak((int)pid);
        if (seen > 0) /* the first looks may still see the copy of this process */
            peak = seen;
        nanosleep(&moment, NULL);
    }
}

struct child child_run(const char *const *arguments, const char *output)
{
    struct child child;
    struct rusage usage;
    struct stopwatch watch = {0};
    int status;
    fflush(NULL);
    stopwatch_start(&watch);
    pid_t pid = fork();
    require(pid >= 0, "cannot start another program");
    if (pid == 0) {
        int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (file >= 0 && dup2(file, STDOUT_FILENO) >= 0)
            execvp(arguments[0], (union arguments){arguments}.taken);
        perror(arguments[0]);
        _exit(127);
    }
    child.peak = watch_peak(pid, &status, &usage);
    stopwatch_stop(&watch);
    require(WIFEXITED(status) && WEXITSTATUS(status) == 0, arguments[0]);
    child.wall = watch.wall;
    child.processor = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    return child;
}

bool child_can_run(const char *program)
{
    const char *path = getenv("PATH");
    char file[512];
    while (path && *path) {
        int length = (int)strcspn(path, ":");
        snprintf(file, sizeof file, "%.*s/%s", length, path, program);
        if (access(file, X_OK) == 0)
            return true;
        path += length + (path[length] == ':');
    }
    return false;
}
