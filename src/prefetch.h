/* SPDX-License-Identifier: MIT */
/* Asks for a cache line before it is needed, where the compiler can; nothing ever depends on it. */
#ifndef LOYALTY_PREFETCH_H
#define LOYALTY_PREFETCH_H

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#endif
