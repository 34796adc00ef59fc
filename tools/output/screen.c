/* SPDX-License-Identifier: MIT */
/* Prints UTF-8 text, bars and colours, as far as the terminal supports them. */
#define _POSIX_C_SOURCE 200809L
#include "output/screen.h"

#include <loyalty/loyalty.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Reads the environment instead of the C library's locale, since a terminal may use a locale that is not installed. */
static bool screen_takes_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *locale = getenv(names[i]);
        if (!locale || locale[0] == '\0')
            continue;
        const char *charset = strchr(locale, '.');
        return charset && (strncasecmp(charset, ".UTF-8", 6) == 0 || strncasecmp(charset, ".UTF8", 5) == 0);
    }
    return false;
}

static size_t screen_terminal_width(void)
{
    enum { LEAST = 40, MOST = 200 };
    struct winsize size = {0};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return SCREEN_WIDTH;
    return size.ws_col < LEAST ? LEAST : size.ws_col > MOST ? MOST : size.ws_col;
}

struct screen screen_open(void)
{
    bool is_terminal = isatty(STDOUT_FILENO);
    const char *no_colour = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    bool plain = (no_colour && no_colour[0] != '\0') || !terminal || strcmp(terminal, "dumb") == 0;
    return (struct screen){.file = stdout,
                           .colour = !plain && is_terminal,
                           .blocks = is_terminal && screen_takes_utf8(),
                           .width = is_terminal ? screen_terminal_width() : SCREEN_WIDTH};
}

/* Ranges of characters that take no column, or two. They cover labels in living scripts, not all of Unicode. */
static const struct {
    uint32_t first;
    uint32_t last;
    size_t columns;
} screen_widths[] = {
    {0x0300, 0x036F, 0}, {0x0483, 0x0489, 0}, {0x0591, 0x05BD, 0}, {0x0610, 0x061A, 0},   {0x064B, 0x065F, 0},
    {0x0670, 0x0670, 0}, {0x06D6, 0x06DC, 0}, {0x1100, 0x115F, 2}, {0x200B, 0x200F, 0},   {0x202A, 0x202E, 0},
    {0x2060, 0x2069, 0}, {0x2E80, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2},   {0xFE00, 0xFE0F, 0},
    {0xFE30, 0xFE6F, 2}, {0xFF01, 0xFF60, 2}, {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
};

static size_t screen_width_of(uint32_t character)
{
    for (size_t i = 0; i < sizeof screen_widths / sizeof screen_widths[0]; i++)
        if (character >= screen_widths[i].first && character <= screen_widths[i].last)
            return screen_widths[i].columns;
    return 1;
}

/* Decodes one character. Returns its bytes; a byte that begins no character is taken as one. */
static size_t screen_decode(const char *text, size_t length, uint32_t *character)
{
    unsigned char lead = (unsigned char)text[0];
    size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes == 1 || bytes > length) {
        *character = lead;
        return 1;
    }
    *character = lead & (0x7Fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80) {
            *character = lead;
            return 1;
        }
        *character = *character << 6 | (next & 0x3Fu);
    }
    return bytes;
}

size_t screen_put_bytes(const struct screen *screen, const char *text, size_t length)
{
    size_t columns = 0;
    while (length > 0) {
        uint32_t character = 0;
        size_t bytes = screen_decode(text, length, &character);
        /* Control characters could steer a terminal. */
        bool control = character < 0x20 || (character >= 0x7F && character < 0xA0);
        if (screen->file && control)
            putc('?', screen->file);
        else if (screen->file)
            fwrite(text, 1, bytes, screen->file);
        columns += control ? 1 : screen_width_of(character);
        text += bytes;
        length -= bytes;
    }
    return columns;
}

size_t screen_put(const struct screen *screen, const char *text)
{
    return screen_put_bytes(screen, text, strlen(text));
}

const char *screen_date(int32_t date, char buffer[SCREEN_DATE])
{
    if (loyalty_date_format(date, buffer, SCREEN_DATE))
        buffer[0] = '\0';
    return buffer;
}

void screen_pad(const struct screen *screen, size_t columns)
{
    while (screen->file && columns-- > 0)
        putc(' ', screen->file);
}

void screen_begin_line(const struct screen *screen, size_t columns)
{
    /*
     * U+200F. What follows is in isolates or has no direction, so this mark alone decides where a line begins for
     * whoever lets each line decide; elsewhere it does nothing.
     */
    if (screen->file && screen->right_to_left)
        fputs("\xE2\x80\x8F", screen->file);
    screen_pad(screen, columns);
}

void screen_end_line(const struct screen *screen)
{
    if (screen->file)
        putc('\n', screen->file);
}

void screen_bar(const struct screen *screen, int64_t part, int64_t whole)
{
    /* Only a full bar may look full, and only an empty bar may look empty. */
    double filled = whole > 0 ? (double)part / (double)whole * SCREEN_BAR_CELLS : SCREEN_BAR_CELLS;
    int cells = (int)filled;
    if (part >= whole)
        cells = SCREEN_BAR_CELLS;
    else if (cells >= SCREEN_BAR_CELLS)
        cells = SCREEN_BAR_CELLS - 1;
    else if (cells == 0 && part > 0)
        cells = 1;
    for (int cell = 0; cell < SCREEN_BAR_CELLS; cell++)
        screen_put(screen, screen->blocks ? (cell < cells ? "█" : "░") : (cell < cells ? "#" : "."));
}

size_t screen_long_bar(const struct screen *screen, double share, size_t columns)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    enum { EIGHTHS = 8 };
    if (!(share > 0))
        return 0;
    size_t steps = screen->blocks ? columns * EIGHTHS : columns;
    size_t filled = share >= 1 ? steps : (size_t)(share * (double)steps + 0.5);
    /* As for the short bar, only a full bar may look full, and only an empty bar may look empty. */
    if (filled == 0)
        filled = 1;
    else if (filled == steps && share < 1 && steps > 1)
        filled = steps - 1;
    size_t whole = screen->blocks ? filled / EIGHTHS : filled;
    size_t rest = screen->blocks ? filled % EIGHTHS : 0;
    for (size_t i = 0; i < whole; i++)
        screen_put(screen, screen->blocks ? "█" : "#");
    return whole + screen_put(screen, eighths[rest]);
}

void screen_style_on(const struct screen *screen, enum screen_style style)
{
    static const char *const codes[] = {"\033[1m", "\033[32m", "\033[31m", "\033[2m"};
    if (screen->file && screen->colour)
        fputs(codes[style], screen->file);
}

void screen_style_off(const struct screen *screen)
{
    if (screen->file && screen->colour)
        fputs("\033[0m", screen->file);
}
