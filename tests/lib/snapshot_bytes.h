/* SPDX-License-Identifier: MIT */
/* Makes bytes that look like a snapshot, by docs/snapshot-format.md alone: no code is shared with the library. */
#ifndef TESTS_SNAPSHOT_BYTES_H
#define TESTS_SNAPSHOT_BYTES_H

#include <stddef.h>
#include <stdint.h>

enum { SNAPSHOT_HEAD = 40, SNAPSHOT_SEAL = 8, SNAPSHOT_OF_CUSTOMER = 1, SNAPSHOT_OF_BOOK = 2 };

/* Writes head and checksums around bytes that have room for them at both ends: those between are the content. */
void snapshot_seal(unsigned char *bytes, size_t length, int what, const unsigned char *fingerprint);
/* Writes both checksums and the length anew; leaves the rest of the head as it is. */
void snapshot_reseal(unsigned char *bytes, size_t length);

#endif
