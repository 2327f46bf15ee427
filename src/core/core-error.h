/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * KauntaCoreError:
 * @KAUNTA_CORE_ERROR_INVALID: a value has not the form it must have
 * @KAUNTA_CORE_ERROR_RANGE: a number is outside what can be kept exactly
 * @KAUNTA_CORE_ERROR_TOO_LONG: a text is longer than its field takes
 * @KAUNTA_CORE_ERROR_EMPTY: a value that must be given is missing
 *
 * Every message in this domain is a translated sentence for the person at the counter.
 */
typedef enum
{
  KAUNTA_CORE_ERROR_INVALID,
  KAUNTA_CORE_ERROR_RANGE,
  KAUNTA_CORE_ERROR_TOO_LONG,
  KAUNTA_CORE_ERROR_EMPTY,
} KauntaCoreError;

#define KAUNTA_CORE_ERROR (kaunta_core_error_quark ())
GQuark kaunta_core_error_quark (void);
