/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire.h"

G_DEFINE_QUARK (kaunta-wire-error-quark, kaunta_wire_error)
