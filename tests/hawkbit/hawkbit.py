#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real hawkBit with a fleet in it, for the tests and for looking at by hand.

    hawkbit.py build                        makes the jar; prints where it is
    hawkbit.py serve [--fill LEDGER]        starts it and says where, until it is interrupted
    hawkbit.py fill URL LEDGER              fills a running, empty one; writes what it put in
    hawkbit.py late URL LEDGER              those devices that held back report how it ended

It listens on this machine only; the user is “admin”, the password “only-for-tests”.
"""

import argparse
import signal
import sys

import filler.story
import server


def main():
    options = parse(sys.argv[1:])
    # Also when it is told to end, the server is stopped with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        options.run(options)
    except server.ServerError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


def parse(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("build").set_defaults(run=lambda _: print(server.build()))
    serve = commands.add_parser("serve")
    serve.add_argument("--port", type=int, default=0, help="default: a free one")
    serve.add_argument(
        "--file-db", metavar="FOLDER", help="keeps the database there (default: in memory)"
    )
    serve.add_argument("--fill", metavar="LEDGER", help="fills it before it says that it is there")
    serve.set_defaults(run=run_server)
    for name, tell in (("fill", filler.story.fill), ("late", filler.story.late)):
        command = commands.add_parser(name)
        command.add_argument("url")
        command.add_argument("ledger")
        command.set_defaults(run=lambda options, tell=tell: play(tell, options.url, options.ledger))
    return parser.parse_args(arguments)


def run_server(options):
    with server.Server(options.port, options.file_db) as hawkbit:
        if options.fill is not None:
            play(filler.story.fill, hawkbit.url, options.fill)
        print(hawkbit.url, flush=True)
        hawkbit.wait()


def play(tell, url, path):
    tell(url, server.USER, server.PASSWORD, server.TENANT, path)


if __name__ == "__main__":
    main()
