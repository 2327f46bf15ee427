/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "carry-wording.h"

#include <glib/gi18n-lib.h>

#include "store-error.h"
#include "wire.h"

/* Says @sentence instead of what @error says. */
static void
reword (GError **error, const char *sentence)
{
  GError *reason = *error;

  *error = g_error_new_literal (reason->domain, reason->code, sentence);
  g_error_free (reason);
}

static const char *
explain_unwritable (const GError *error)
{
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    return _("There is no room for the file. Nothing was saved; everything is still stored on this computer. Use another stick.");
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS) || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES)
      || g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM))
    return _("Nothing may be written there. Nothing was saved; everything is still stored on this computer. Use another stick or folder.");
  return _("The file could not be written. Nothing was saved; everything is still stored on this computer. Use another stick.");
}

void
kaunta_carry_reword_saving (GError **error)
{
  if (error != NULL && *error != NULL && (*error)->domain != KAUNTA_STORE_ERROR)
    reword (error, explain_unwritable (*error));
}

static const char *
explain_unreadable (const GError *error)
{
  if (g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FENCED))
    return _("This answer is another counter’s, or it was made before this counter was enrolled again. Nothing was changed. "
             "Choose the answer that belongs to this counter.");
  if (error->domain == KAUNTA_WIRE_ERROR)
    return _("This file is no answer of this counter’s portal, or it is damaged. Nothing was changed. Choose the file that ends in "
             "“.answer”, or have it delivered again.");
  return _("The file could not be read. Nothing was changed. See whether the stick is in, and try again.");
}

void
kaunta_carry_reword_reading (GError **error)
{
  if (error != NULL && *error != NULL && (*error)->domain != KAUNTA_STORE_ERROR)
    reword (error, explain_unreadable (*error));
}
