/* SPDX-License-Identifier: MIT */
/* Messages, and the progress bar that they erase. */
#define _POSIX_C_SOURCE 200809L
#include "output/tell.h"

#include <inttypes.h>
#include <loyalty/loyalty.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum {
    BAR_CELLS = 30,
    BAR_STEPS = 100,           /* the bar is drawn at most this often */
    UNKNOWN_STEP = 1024 * 1024 /* bytes between two drawings if the total is unknown */
};

static struct {
    const char *what; /* label of the bar; NULL while there is none */
    uint64_t total;
    uint64_t step; /* last step drawn, plus 1 */
    bool drawn;
} bar;

static void bar_erase(void)
{
    if (bar.drawn)
        fprintf(stderr, "\r\033[K");
    bar.drawn = false;
}

void progress_begin(const char *what, uint64_t total)
{
    bar.what = isatty(STDERR_FILENO) ? what : NULL;
    bar.total = total;
    bar.step = 0;
    progress_update(0);
}

static void bar_draw(uint64_t step)
{
    if (bar.total == 0) {
        fprintf(stderr, "\r%s: %" PRIu64 " MB", bar.what, step);
    } else {
        char cells[BAR_CELLS + 1] = {0};
        for (uint64_t cell = 0; cell < BAR_CELLS; cell++)
            cells[cell] = cell * BAR_STEPS < step * BAR_CELLS ? '#' : '.';
        fprintf(stderr, "\r%s [%s] %3" PRIu64 "%%", bar.what, cells, step);
    }
    fflush(stderr);
    bar.drawn = true;
}

void progress_update(uint64_t done)
{
    if (!bar.what)
        return;
    uint64_t step = done / UNKNOWN_STEP;
    if (bar.total != 0) {
        /* A file may grow while it is read. */
        uint64_t part = bar.total / BAR_STEPS + 1;
        step = done >= bar.total ? BAR_STEPS : done / part;
    }
    if (step + 1 == bar.step)
        return;
    bar.step = step + 1;
    bar_draw(step);
}

void progress_end(void)
{
    bar_erase();
    bar.what = NULL;
}

void tell(const char *format, ...)
{
    bar_erase();
    fputs("loyalty: ", stderr);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

bool tell_status(int32_t status)
{
    if (status)
        tell("%s", loyalty_status_text(status));
    return !status;
}

void tell_at(const char *file, uint64_t line, const char *format, ...)
{
    bar_erase();
    fprintf(stderr, "%s:%" PRIu64 ": ", file, line);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

const char *tell_quote(char *buffer, size_t capacity, const char *text, size_t length)
{
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (used + sizeof "\\xNN..." > capacity) {
            used += (size_t)snprintf(buffer + used, capacity - used, "...");
            break;
        }
        if (byte < 0x20 || byte == 0x7f)
            used += (size_t)snprintf(buffer + used, capacity - used, "\\x%02x", byte);
        else
            buffer[used++] = (char)byte;
    }
    buffer[used] = '\0';
    return buffer;
}
