/* SPDX-License-Identifier: MIT */
/* Makes and reads paths. */
#include "table/path.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct path path_of(const char *format, ...)
{
    struct path path;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path.text, sizeof path.text, format, arguments);
    va_end(arguments);
    return path;
}

struct path path_index(const char *base, uint32_t index)
{
    return path_of("%s/%lu", base, (unsigned long)index);
}

struct path path_key(const char *base, const char *key)
{
    struct path path = path_of("%s/", base);
    size_t at = strlen(path.text);
    for (; *key && at + 2 < sizeof path.text; key++) {
        if (*key == '~' || *key == '/') {
            path.text[at++] = '~';
            path.text[at++] = *key == '~' ? '0' : '1';
        } else {
            path.text[at++] = *key;
        }
    }
    path.text[at] = '\0';
    return path;
}

const char *path_read_step(const char *path, char *step)
{
    size_t length = 0;
    for (path++; *path && *path != '/'; path++) {
        char c = *path;
        if (c == '~' && (path[1] == '0' || path[1] == '1'))
            c = *++path == '0' ? '~' : '/';
        step[length++] = c;
    }
    step[length] = '\0';
    return path;
}
