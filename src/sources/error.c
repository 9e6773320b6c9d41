/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain of this room. */
#include "config.h"

#include "sources/error.h"

G_DEFINE_QUARK (parl - source - error, parl_source_error)
