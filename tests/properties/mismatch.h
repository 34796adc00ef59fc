/* SPDX-License-Identifier: MIT */
#ifndef PROPERTIES_MISMATCH_H
#define PROPERTIES_MISMATCH_H

#include <stdbool.h>

/* Keeps the text of what went wrong, where none is kept yet, and returns false. */
__attribute__((format(printf, 1, 2))) bool mismatch(const char *format, ...);
/* The text kept, NULL where none is. */
const char *mismatch_text(void);
void mismatch_forget(void);

/* For functions that answer whether all is well. */
#define EXPECT(condition, ...)                                                                                         \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return mismatch(__VA_ARGS__);                                                                              \
    } while (0)

#endif
