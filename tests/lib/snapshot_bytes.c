/* SPDX-License-Identifier: MIT */
/* Heads and checksums of snapshots. */
#include "snapshot_bytes.h"

#include <string.h>

static uint64_t checksum(const unsigned char *bytes, size_t length)
{
    uint64_t sum = 0;
    for (size_t at = 0; at < length; at += 8) {
        uint64_t word = 0;
        for (size_t i = 0; i < 8 && at + i < length; i++)
            word |= (uint64_t)bytes[at + i] << 8 * i;
        sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        sum = (sum ^ sum >> 32) * UINT64_C(0xc4ceb9fe1a85ec53);
    }
    return sum;
}

static void put_number(unsigned char *bytes, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(number >> 8 * i);
}

void snapshot_reseal(unsigned char *bytes, size_t length)
{
    put_number(bytes + 8, length);
    put_number(bytes + 32, checksum(bytes, 32));
    put_number(bytes + length - SNAPSHOT_SEAL, checksum(bytes, length - SNAPSHOT_SEAL));
}

void snapshot_seal(unsigned char *bytes, size_t length, int what, const unsigned char *fingerprint)
{
    memset(bytes, 0, SNAPSHOT_HEAD);
    memcpy(bytes, "\xb1loy\1", 5);
    bytes[5] = (unsigned char)what;
    memcpy(bytes + 16, fingerprint, 16);
    snapshot_reseal(bytes, length);
}
