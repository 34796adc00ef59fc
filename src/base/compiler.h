/* SPDX-License-Identifier: MIT */
/* Compiler features beyond C11. They change no result. */
#ifndef LOYALTY_BASE_COMPILER_H
#define LOYALTY_BASE_COMPILER_H

/*
 * PREFETCH asks for a cache line before it is needed. PRINTF_FORMAT lets the compiler check the format string, argument
 * number `format_at`, against the arguments from number `first` on; `first` is 0 for a va_list.
 */
#if defined(__GNUC__)
/* The empty instruction keeps gcc 12 from taking a function that only prefetches for one that does nothing. */
#define PREFETCH(address)                                                                                              \
    do {                                                                                                               \
        __builtin_prefetch(address);                                                                                   \
        __asm__ volatile("");                                                                                          \
    } while (0)
#define PRINTF_FORMAT(format_at, first) __attribute__((format(printf, format_at, first)))
#else
#define PREFETCH(address) ((void)(address))
#define PRINTF_FORMAT(format_at, first)
#endif

#endif
