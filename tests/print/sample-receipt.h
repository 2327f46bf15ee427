/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "receipt.h"

/* A bill of @n_lines lines for @payer_name, and a cash payment of all of it. (transfer full) */
KauntaReceipt *sample_receipt_new (const char *payer_name, guint n_lines);
