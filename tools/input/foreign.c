/* SPDX-License-Identifier: MIT */
/* Signatures of the files other than UTF-8 text that spreadsheets and archivers write. */
#include "input/foreign.h"

#include "output/tell.h"

#include <string.h>

enum foreign { FOREIGN_NOT, FOREIGN_GZIP, FOREIGN_UTF16, FOREIGN_ZIP };

/* No readable file begins with these bytes: neither a header line nor JSON has them. */
static const struct {
    enum foreign is;
    size_t length;
    char bytes[5];
} foreign_signatures[] = {
    {.is = FOREIGN_GZIP, .length = 2, .bytes = "\x1f\x8b"},
    {.is = FOREIGN_UTF16, .length = 2, .bytes = "\xff\xfe"},
    {.is = FOREIGN_UTF16, .length = 2, .bytes = "\xfe\xff"},
    {.is = FOREIGN_ZIP, .length = 4, .bytes = "PK\x03\x04"},
};

static enum foreign foreign_detect(const char *bytes, size_t length)
{
    for (size_t i = 0; i < sizeof foreign_signatures / sizeof foreign_signatures[0]; i++)
        if (length >= foreign_signatures[i].length &&
            memcmp(bytes, foreign_signatures[i].bytes, foreign_signatures[i].length) == 0)
            return foreign_signatures[i].is;
    return FOREIGN_NOT;
}

bool foreign_refuse_log(const char *name, const char *argument, const char *bytes, size_t length)
{
    switch (foreign_detect(bytes, length)) {
    case FOREIGN_NOT:
        return false;
    case FOREIGN_GZIP:
        tell("%s is compressed with gzip; use gunzip -c %s | loyalty ... -", name, argument);
        return true;
    case FOREIGN_UTF16:
        tell("%s is UTF-16; save it as UTF-8", name);
        return true;
    case FOREIGN_ZIP:
        tell("%s is an Excel workbook or another zip file; save it as CSV UTF-8", name);
        return true;
    }
    return false;
}

bool foreign_refuse_table(const char *name, const char *bytes, size_t length)
{
    switch (foreign_detect(bytes, length)) {
    case FOREIGN_NOT:
        return false;
    case FOREIGN_GZIP:
        tell("%s is compressed with gzip; decompress it with gunzip", name);
        return true;
    case FOREIGN_UTF16:
        tell("%s is UTF-16; save it as UTF-8", name);
        return true;
    case FOREIGN_ZIP:
        tell("%s is an Excel workbook or another zip file; a rule table is JSON", name);
        return true;
    }
    return false;
}
