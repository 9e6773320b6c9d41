# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a real hawkBit with a small fleet, and keeps a ledger of exactly what it put in.

plan        who the devices are and how each of their updates will go: pure, no clock, no I/O
rest        JSON over HTTP, connections kept
management  the operator's side of hawkBit
device      the devices' side of hawkBit
ledger      what was put in, as JSON, for the tests to compare with
story       the order in which all of it happens
"""
