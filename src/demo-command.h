/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The command `parlance-cli demo`. */

#include "cli/command.h"

extern const ParlCommand parl_command_demo;
