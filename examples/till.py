#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The till of till.c through ctypes: LIBLOYALTY=/path/to/libloyalty.so.0 python3 till.py"""
import ctypes
import os
from ctypes import byref, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_void_p

KIND, METRIC, RUNG = 0, 1, 2  # LOYALTY_OBJECT_…
ENTER, DUPLICATE, INDEX = 0, -11, -25  # LOYALTY_RULE_ENTER, LOYALTY_E_…


class Event(ctypes.Structure):  # loyalty_event
    _fields_ = [("size", c_size_t), ("id", c_char_p), ("id_length", c_uint32), ("kind", c_uint32), ("date", c_int32),
                ("count", c_int32), ("value", c_int64)]


class Standing(ctypes.Structure):  # loyalty_standing
    _fields_ = [("size", c_size_t), ("rung", c_uint32), ("since", c_int32), ("failing", c_int32),
                ("falls_on", c_int32), ("next", c_int32), ("term_end", c_int32), ("score", c_int64)]


class Gap(ctypes.Structure):  # loyalty_gap
    _fields_ = [("size", c_size_t), ("subject", c_int32), ("metric", c_uint32), ("op", c_int32), ("defined", c_int32),
                ("holds", c_int32), ("reserved", c_uint32), ("number", c_int64), ("numerator", c_int64),
                ("denominator", c_int64), ("shortfall", c_int64)]


library = ctypes.CDLL(os.environ.get("LIBLOYALTY", "libloyalty.so.0"))
table, length, shop, anna, text = c_char_p(), c_size_t(), c_void_p(), c_void_p(), c_char_p()
sale = Event(ctypes.sizeof(Event), value=1995, count=1, id=b"receipt-4711", id_length=12)
now, gap, position = Standing(ctypes.sizeof(Standing)), Gap(ctypes.sizeof(Gap)), 0


def label(kind_of_object, index):
    assert library.loyalty_program_label(shop, kind_of_object, index, b"en", byref(text)) == 0
    return text.value.decode()


assert library.loyalty_preset_json(b"five-rungs", byref(table), byref(length)) == 0
assert library.loyalty_program_from_json(table, length, None, None, byref(shop)) == 0
assert library.loyalty_program_find(shop, KIND, b"purchase", byref(sale, Event.kind.offset)) == 0
assert library.loyalty_date_parse(b"2026-11-21", c_size_t(10), byref(sale, Event.date.offset)) == 0
assert library.loyalty_customer_new(shop, byref(anna)) == 0
assert library.loyalty_customer_record(anna, byref(sale), None, None) == 0
assert library.loyalty_customer_record(anna, byref(sale), None, None) == DUPLICATE  # a retry is harmless
assert library.loyalty_customer_advance(anna, sale.date, None, None) == 0
assert library.loyalty_customer_standing(anna, byref(now)) == 0
print(f"You are a {label(RUNG, now.rung)}. To become a {label(RUNG, now.rung + 1)}:")
while (status := library.loyalty_customer_gap(anna, ENTER, now.rung + 1, 0, position, byref(gap))) == 0:
    position += 1
    if not gap.holds:
        print(f"  {label(METRIC, gap.metric)}: {gap.shortfall} to go")
assert status == INDEX  # any other status is a failure
library.loyalty_customer_free(anna)
library.loyalty_program_unref(shop)
