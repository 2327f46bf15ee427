/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * KauntaPrintError:
 * @KAUNTA_PRINT_ERROR_DRAWING: the page could not be drawn
 * @KAUNTA_PRINT_ERROR_WRITING: the file could not be written
 *
 * Every message in this domain is a translated sentence for the person at the counter.
 */
typedef enum
{
  KAUNTA_PRINT_ERROR_DRAWING,
  KAUNTA_PRINT_ERROR_WRITING,
} KauntaPrintError;

#define KAUNTA_PRINT_ERROR (kaunta_print_error_quark ())
GQuark kaunta_print_error_quark (void);
