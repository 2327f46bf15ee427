/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger.h"

/* Runs the verifier over the whole journal: it must pass. */
void test_ledger_assert_verified (KauntaLedger *ledger, KauntaKey *key);
