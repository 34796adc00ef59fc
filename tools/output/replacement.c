/* SPDX-License-Identifier: MIT */
/* Writes beside a file, then renames: the file is either the old one or the whole new one, even if the power fails. */
#define _XOPEN_SOURCE 700
#include "output/replacement.h"

#include "output/tell.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Returns a copy of the path of the directory that holds a file; NULL if there is no memory. */
static char *replacement_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* A rename would replace a symbolic link, not what it leads to. Returns NULL if there is no memory. */
static char *replacement_target(const char *path)
{
    char *target = realpath(path, NULL);
    return target || errno == ENOMEM ? target : strdup(path);
}

static bool replacement_fail(const char *path)
{
    tell("%s: %s", path, strerror(errno));
    return false;
}

bool replacement_possible(const char *path)
{
    char *target = replacement_target(path);
    char *directory = target ? replacement_directory(target) : NULL;
    const bool possible = directory && access(directory, W_OK | X_OK) == 0;
    if (!possible)
        replacement_fail(path);
    free(directory);
    free(target);
    return possible;
}

static void replacement_free(struct replacement *file)
{
    free(file->target);
    free(file->temporary);
    *file = (struct replacement){0};
}

/* Makes the temporary file. Returns false if that fails; then errno says why. */
static bool replacement_make(struct replacement *file)
{
    static const char suffix[] = ".XXXXXX";
    const size_t length = strlen(file->target);
    file->temporary = malloc(length + sizeof suffix);
    if (!file->temporary)
        return false;
    memcpy(file->temporary, file->target, length);
    memcpy(file->temporary + length, suffix, sizeof suffix);
    const int descriptor = mkstemp(file->temporary);
    if (descriptor < 0)
        return false;
    file->file = fdopen(descriptor, "wb");
    if (file->file)
        return true;
    close(descriptor);
    unlink(file->temporary);
    return false;
}

bool replacement_open(struct replacement *file, const char *path)
{
    *file = (struct replacement){.path = path, .target = replacement_target(path)};
    if (file->target && replacement_make(file))
        return true;
    replacement_fail(path);
    replacement_free(file);
    return false;
}

bool replacement_write(struct replacement *file, const void *bytes, size_t length)
{
    errno = EIO;
    if (!file->error && fwrite(bytes, 1, length, file->file) != length)
        file->error = errno;
    return !file->error;
}

/* A temporary file is its owner's alone. A new one gets what open() would have given it. */
static bool replacement_permit(const struct replacement *file)
{
    struct stat old;
    const mode_t mask = umask(0);
    umask(mask);
    const mode_t mode = stat(file->target, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask;
    return fchmod(fileno(file->file), mode) == 0;
}

/* The new name is kept by the directory. Not every file system can do this, and the file itself is safe already. */
static void replacement_keep_name(const struct replacement *file)
{
    char *directory = replacement_directory(file->target);
    const int descriptor = directory ? open(directory, O_RDONLY) : -1;
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
    free(directory);
}

/* Returns false if the file cannot be completed; then errno says why. */
static bool replacement_complete(struct replacement *file)
{
    errno = file->error;
    if (file->error || fflush(file->file) || !replacement_permit(file) || fsync(fileno(file->file)))
        return false;
    FILE *whole = file->file;
    file->file = NULL;
    return fclose(whole) == 0;
}

/* Reports why, and removes the file. Returns false. */
static bool replacement_give_up(struct replacement *file)
{
    replacement_fail(file->path);
    replacement_abandon(file);
    return false;
}

bool replacement_finish(struct replacement *file)
{
    return replacement_complete(file) || replacement_give_up(file);
}

bool replacement_commit(struct replacement *file)
{
    if (rename(file->temporary, file->target) != 0)
        return replacement_give_up(file);
    replacement_keep_name(file);
    replacement_free(file);
    return true;
}

void replacement_abandon(struct replacement *file)
{
    if (file->file)
        fclose(file->file);
    unlink(file->temporary);
    replacement_free(file);
}
