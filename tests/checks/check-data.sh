#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a validator on what is installed for the desktop; without the validator it is skipped.
#
# Usage: check-data.sh TOOL [ARGUMENT...]
if ! command -v "$1" >/dev/null; then
  echo "there is no $1"
  exit 77
fi
exec "$@"
