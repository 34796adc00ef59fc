#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The receipt of receipt.c through ctypes: what a binding needs is pointers and fixed-width integers.

    LIBLOYALTY=/path/to/libloyalty.so.0 python3 receipt.py
"""
import ctypes
import datetime
import itertools
import os
from ctypes import byref, c_char, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_void_p

KIND, METRIC, RUNG = 0, 1, 2  # LOYALTY_OBJECT_…
ENTER, KEEP = 0, 1  # LOYALTY_RULE_…
DUPLICATE, INDEX = -11, -25  # LOYALTY_E_…
DATE_NONE = -2147483647  # LOYALTY_DATE_NONE


def struct(name, **fields):
    """A struct of the header: its size comes first, and is set."""
    class Struct(ctypes.Structure):
        _fields_ = [("size", c_size_t), *fields.items()]

        def __init__(self, **values):
            super().__init__(ctypes.sizeof(type(self)), **values)
    Struct.__name__ = name
    return Struct


Event = struct("Event", id=c_char_p, id_length=c_uint32, kind=c_uint32, date=c_int32, count=c_int32, value=c_int64)
Standing = struct("Standing", rung=c_uint32, since=c_int32, failing=c_int32, falls_on=c_int32,
                  next=c_int32, term_end=c_int32, score=c_int64)
Gap = struct("Gap", subject=c_int32, metric=c_uint32, op=c_int32, defined=c_int32, holds=c_int32,
             reserved=c_uint32, number=c_int64, numerator=c_int64, denominator=c_int64, shortfall=c_int64)

library = ctypes.CDLL(os.environ.get("LIBLOYALTY", "libloyalty.so.0"))
library.loyalty_status_text.restype = c_char_p
library.loyalty_customer_free.argtypes = library.loyalty_program_unref.argtypes = [c_void_p]
library.loyalty_customer_free.restype = library.loyalty_program_unref.restype = None


def call(name, *arguments):
    """Calls a function of the library; a status below 0 is raised."""
    status = getattr(library, "loyalty_" + name)(*arguments)
    if status < 0:
        raise RuntimeError(name, status, library.loyalty_status_text(status).decode())


def label(program, kind_of_object, index):
    text = c_char_p()
    call("program_label", program, c_int32(kind_of_object), c_uint32(index), b"en", byref(text))
    return text.value.decode()


def day_number(iso):
    return (datetime.date.fromisoformat(iso) - datetime.date(1970, 1, 1)).days


def iso_date(number):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(number)).isoformat()


def print_missing(program, customer, rule, rung):
    gap = Gap()
    for position in itertools.count():
        try:
            call("customer_gap", customer, c_int32(rule), c_uint32(rung), c_uint32(0), c_uint32(position), byref(gap))
        except RuntimeError as error:
            if error.args[1] != INDEX:  # any other status is a failure
                raise
            return
        if not gap.holds:
            print(f"  {label(program, METRIC, gap.metric)}: {gap.shortfall} to go")


def main():
    table, length = c_char_p(), c_size_t()
    program, customer, purchase, standing = c_void_p(), c_void_p(), c_uint32(), Standing()
    call("preset_json", b"five-rungs", byref(table), byref(length))
    call("program_from_json", table, length, None, None, byref(program))
    call("program_find", program, c_int32(KIND), b"purchase", byref(purchase))
    call("customer_new", program, byref(customer))
    for sale in "2023-03-02", "2023-03-18", "2023-05-08", "2023-05-12", "2024-05-18", "2024-05-18":
        event = Event(kind=purchase, date=day_number(sale), value=1995, count=1, id=sale.encode(), id_length=10)
        try:
            call("customer_record", customer, byref(event), None, None)
        except RuntimeError as error:
            if error.args[1] != DUPLICATE:  # sent twice, counted once
                raise
    call("customer_advance", customer, c_int32(day_number("2024-05-20")), None, None)
    call("customer_standing", customer, byref(standing))
    print(f"You are a {label(program, RUNG, standing.rung)} since {iso_date(standing.since)}.")
    if standing.falls_on != DATE_NONE:
        print(f"To stay one, by {iso_date(standing.falls_on)}:")
        print_missing(program, customer, KEEP, standing.rung)
    print(f"To become an {label(program, RUNG, standing.rung + 1)}:")
    print_missing(program, customer, ENTER, standing.rung + 1)
    library.loyalty_customer_free(customer)
    library.loyalty_program_unref(program)


if __name__ == "__main__":
    main()
