/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine-private.h"

gboolean
kaunta_trouble_is_general (const GError *error)
{
  if (error->domain == KAUNTA_SYNC_ERROR)
    return error->code != KAUNTA_SYNC_ERROR_NONSENSE;
  return g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BUSY) || g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_STORAGE);
}

gboolean
kaunta_trouble_is_silence (const GError *error)
{
  return g_error_matches (error, KAUNTA_SYNC_ERROR, KAUNTA_SYNC_ERROR_UNREACHABLE)
         || g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_BUSY);
}

/* A refused entry stays refused however often it is sent: a person must look first. Pulling goes on, for it may bring what that person did. */
guint
kaunta_trouble_get_halted (KauntaStep step, const GError *error)
{
  if (g_error_matches (error, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_UNAUTHORIZED))
    return KAUNTA_STEPS_ALL;
  if (step != KAUNTA_STEP_PUSH)
    return 0;
  if (g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED))
    return 1u << KAUNTA_STEP_PUSH;
  if (error->domain != KAUNTA_WIRE_ERROR)
    return 0;

  switch ((KauntaWireError) error->code)
    {
    case KAUNTA_WIRE_ERROR_GAP:
    case KAUNTA_WIRE_ERROR_FORK:
    case KAUNTA_WIRE_ERROR_FENCED:
    case KAUNTA_WIRE_ERROR_BAD_SIGNATURE:
    case KAUNTA_WIRE_ERROR_BAD_ENTRY:
      return 1u << KAUNTA_STEP_PUSH;
    case KAUNTA_WIRE_ERROR_MALFORMED:
    case KAUNTA_WIRE_ERROR_UNAUTHORIZED:
    case KAUNTA_WIRE_ERROR_CODE_REFUSED:
    case KAUNTA_WIRE_ERROR_NOT_FOUND:
    case KAUNTA_WIRE_ERROR_TOO_LARGE:
    case KAUNTA_WIRE_ERROR_BUSY:
    case KAUNTA_WIRE_ERROR_STORAGE:
    default:
      return 0;
    }
}
