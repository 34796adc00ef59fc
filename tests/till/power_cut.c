/* SPDX-License-Identifier: MIT */
/*
 * Cuts the power of a program: preloaded, with POWER_CUT=N,AFTER,KEEP in the environment, it kills the program at the
 * Nth of its calls of fsync(), ftruncate(), rename() and unlink(), before that call or (AFTER is 1) after it. Of what was
 * written to the files of the working directory since their last fsync(), KEEP halves stay. If KEEP is 0, the names of
 * the files also become those of the last fsync() of a directory: new names go, old ones come back.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 64, PATH_SIZE = 512 };

static const char power_names[] = ".synced"; /* a folder with the names of the last fsync() */

static struct {
    ino_t file;
    off_t size;
} power_synced[FILES];

static long power_calls;
static int power_keep; /* halves */

static void find_next(const char *name, void *function, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);
    if (found == NULL)
        abort();
    memcpy(function, &found, size);
}

/* Where the size of a file is kept; that of a file not seen before is 0. */
static off_t *synced_size(ino_t file)
{
    size_t i = 0;
    while (power_synced[i].file != file && power_synced[i].file != 0)
        if (++i == FILES)
            abort();
    power_synced[i].file = file;
    return &power_synced[i].size;
}

/* Calls `visit` for each file of a folder. */
static void each_file(const char *folder, void (*visit)(const char *folder, const char *name, const struct stat *info))
{
    char path[PATH_SIZE];
    struct stat info;
    DIR *directory = opendir(folder);
    if (directory == NULL)
        abort();
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (stat(path, &info) == 0 && S_ISREG(info.st_mode))
            visit(folder, entry->d_name, &info);
    }
    closedir(directory);
}

static void note_size(const char *folder, const char *name, const struct stat *info)
{
    (void)folder, (void)name;
    *synced_size(info->st_ino) = info->st_size;
}

static void lose_bytes(const char *folder, const char *name, const struct stat *info)
{
    const off_t synced = *synced_size(info->st_ino);
    (void)folder;
    if (info->st_size > synced && truncate(name, synced + (info->st_size - synced) * power_keep / 2) != 0)
        abort();
}

/* The functions that end in `at` are not counted. */
static void drop_name(const char *folder, const char *name, const struct stat *info)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (info->st_nlink == 1) /* another file may get its number */
        *synced_size(info->st_ino) = 0;
    if (unlinkat(AT_FDCWD, path, 0) != 0)
        abort();
}

static void keep_name(const char *folder, const char *name, const struct stat *info)
{
    char path[PATH_SIZE];
    (void)folder, (void)info;
    snprintf(path, sizeof path, "%s/%s", power_names, name);
    if (link(name, path) != 0)
        abort();
}

static void bring_back(const char *folder, const char *name, const struct stat *info)
{
    char path[PATH_SIZE];
    (void)info;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (renameat(AT_FDCWD, path, AT_FDCWD, name) != 0)
        abort();
}

static void sync_names(void)
{
    mkdir(power_names, 0700);
    each_file(power_names, drop_name);
    each_file(".", keep_name);
}

static void cut_power(void)
{
    if (power_keep == 0) {
        each_file(".", drop_name);
        each_file(power_names, bring_back);
    }
    each_file(".", lose_bytes);
    raise(SIGKILL);
}

/* Called before and after each call. */
static void pass(int is_after)
{
    const char *cut = getenv("POWER_CUT");
    char *rest;
    if (cut == NULL)
        return;
    power_calls += !is_after;
    const long number = strtol(cut, &rest, 10);
    const long after = strtol(rest + 1, &rest, 10);
    power_keep = (int)strtol(rest + 1, NULL, 10);
    if (number == power_calls && after == is_after)
        cut_power();
}

/* What a start finds is on the disk. */
int chdir(const char *path)
{
    int (*next)(const char *);
    find_next("chdir", &next, sizeof next);
    const int result = next(path);
    each_file(".", note_size);
    sync_names();
    return result;
}

int fsync(int file)
{
    int (*next)(int);
    struct stat info;
    find_next("fsync", &next, sizeof next);
    pass(0);
    const int result = next(file);
    if (fstat(file, &info) == 0 && S_ISDIR(info.st_mode))
        sync_names();
    else
        *synced_size(info.st_ino) = info.st_size;
    pass(1);
    return result;
}

int ftruncate(int file, off_t length)
{
    int (*next)(int, off_t);
    find_next("ftruncate", &next, sizeof next);
    pass(0);
    const int result = next(file, length);
    pass(1);
    return result;
}

int rename(const char *from, const char *to)
{
    int (*next)(const char *, const char *);
    find_next("rename", &next, sizeof next);
    pass(0);
    const int result = next(from, to);
    pass(1);
    return result;
}

int unlink(const char *path)
{
    int (*next)(const char *);
    find_next("unlink", &next, sizeof next);
    pass(0);
    const int result = next(path);
    pass(1);
    return result;
}
