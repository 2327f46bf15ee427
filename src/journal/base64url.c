/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <sodium.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *
kaunta_base64url_encode (const guint8 *bytes, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

gboolean
kaunta_base64url_decode (const char *text, guint8 *bytes, gsize length, GError **error)
{
  gsize written = 0;

  g_return_val_if_fail (text != NULL && bytes != NULL, FALSE);

  /* libsodium takes some bytes that are no ASCII for characters of the alphabet. Without an end pointer it wants
   * the whole text, and bits that no byte uses must be zero: one text for the same bytes. */
  if (strspn (text, alphabet) != strlen (text)
      || sodium_base642bin (bytes, length, text, strlen (text), NULL, &written, NULL,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING)
             != 0
      || written != length)
    {
      g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM,
                   "not %" G_GSIZE_FORMAT " bytes in base64url", length);
      return FALSE;
    }

  return TRUE;
}
