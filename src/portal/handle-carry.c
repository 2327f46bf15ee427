/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "call.h"

#include "carry.h"
#include "packing.h"
#include "sealing.h"

#define BATCH_BYTES (1024 * 1024)
/* Half of what a file may hold, for a page may be as long as an answer. What found no room comes with the next turn. */
#define MAX_PAGES_BYTES (KAUNTA_WIRE_MAX_CARRY_BYTES / 2)

static void
set_problem (KauntaCarryAnswerHeader *header, const GError *error, gint64 seq)
{
  kaunta_problem_clear (&header->problem);
  header->refused = TRUE;
  header->problem = (KauntaProblem){
    .code = error->code,
    .status = kaunta_wire_error_to_status (error->code),
    .detail = kaunta_portal_clean_detail (error->message),
    .seq = seq,
  };
}

/* Takes one batch as a push does. Whether there is a point in the next one: of a second branch every entry is to be kept. */
static gboolean
take_batch (const KauntaPortalCall *call, const KauntaPortalDevice *device, GPtrArray *entries, KauntaCarryAnswerHeader *header,
            GError **error)
{
  g_autoptr (GPtrArray) exceptions = NULL;
  g_autoptr (GError) local = NULL;
  gint64 seq = 0;

  if (kaunta_portal_storage_append (call->storage, device, entries, &header->ack, &exceptions, &seq, &local))
    {
      header->acknowledged = TRUE;
      g_ptr_array_extend_and_steal (header->exceptions, g_steal_pointer (&exceptions));
      return TRUE;
    }
  if (local->domain != KAUNTA_WIRE_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  set_problem (header, local, seq);
  return g_error_matches (local, KAUNTA_WIRE_ERROR, KAUNTA_WIRE_ERROR_FORK);
}

/* FALSE with an error when the portal failed; what became of the entries is in @header. */
static gboolean
take_entries (const KauntaPortalCall *call, const KauntaPortalDevice *device, KauntaCarry *carry, KauntaCarryAnswerHeader *header,
              GError **error)
{
  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (GPtrArray) entries = kaunta_carry_read_entries (carry, KAUNTA_WIRE_MAX_PUSH_ENTRIES, BATCH_BYTES, &local);

      if (entries == NULL)
        set_problem (header, local, carry->next);
      if (entries == NULL || entries->len == 0)
        return TRUE;
      if (!take_batch (call, device, entries, header, &local))
        {
          if (local == NULL)
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
}

/* (transfer full) (nullable) */
static GBytes *
seal_page (const KauntaChangesPage *page, const char *key, GError **error)
{
  g_autoptr (GBytes) plain = kaunta_changes_page_encode (page);
  g_autoptr (GBytes) packed = kaunta_pack (plain);

  return kaunta_seal (key, packed, error);
}

/* The news since @cursor, sealed to @key (element-type GBytes). */
static GPtrArray *
read_pages (const KauntaPortalCall *call, const KauntaPortalDevice *device, const char *cursor, const char *key, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *next = g_strdup (cursor);
  gboolean more = TRUE;
  gsize bytes = 0;

  while (more && bytes < MAX_PAGES_BYTES)
    {
      g_auto (KauntaChangesPage) page = { 0 };
      GBytes *sealed = NULL;

      if (!kaunta_portal_storage_read_changes (call->storage, device, next, KAUNTA_PORTAL_MAX_CHANGES, &page, error))
        return NULL;
      sealed = seal_page (&page, key, error);
      if (sealed == NULL)
        return NULL;
      g_ptr_array_add (pages, sealed);
      bytes += g_bytes_get_size (sealed);
      more = page.more;
      g_free (next);
      next = g_steal_pointer (&page.cursor);
    }
  return g_steal_pointer (&pages);
}

/* A counter that was enrolled again elsewhere is told what became of its entries, and no news any more. */
static GPtrArray *
choose_pages (const KauntaPortalCall *call, const KauntaPortalDevice *device, const KauntaCarryHeader *asked, GError **error)
{
  if (device->fenced)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return read_pages (call, device, asked->cursor, asked->key, error);
}

/* (transfer full) (nullable) */
static GBytes *
sign_answer (const KauntaPortalCall *call, const KauntaCarryAnswerHeader *header, GPtrArray *pages, GError **error)
{
  g_autoptr (GString) lines = kaunta_carry_answer_encode (header, pages, error);
  guint8 digest[KAUNTA_HASH_BYTES];
  guint8 sig[KAUNTA_SIGNATURE_BYTES];

  if (lines == NULL)
    return NULL;
  kaunta_signed_lines_digest (lines, digest);
  if (!kaunta_portal_storage_sign (call->storage, KAUNTA_CARRY_ANSWER_PURPOSE, digest, sizeof digest, sig, error))
    return NULL;
  return kaunta_signed_lines_close (g_steal_pointer (&lines), sig);
}

/* (transfer full) (nullable) */
static GBytes *
make_answer (const KauntaPortalCall *call, const KauntaPortalDevice *device, KauntaCarry *carry, GError **error)
{
  g_auto (KauntaCarryAnswerHeader) header = {
    .device = g_strdup (carry->header.device),
    .epoch = carry->header.epoch,
    .made_at = kaunta_clock_get_now (call->clock),
    .cursor = g_strdup (carry->header.cursor),
    .exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) kaunta_exception_unref),
  };
  g_autoptr (GPtrArray) pages = NULL;

  if (!take_entries (call, device, carry, &header, error))
    return NULL;
  pages = choose_pages (call, device, &carry->header, error);
  return pages != NULL ? sign_answer (call, &header, pages, error) : NULL;
}

void
kaunta_portal_handle_carry (const KauntaPortalCall *call)
{
  g_auto (KauntaCarry) carry = { 0 };
  g_auto (KauntaPortalDevice) device = { 0 };
  g_autoptr (GError) error = NULL;
  GBytes *answer = NULL;

  if (kaunta_carry_open (&carry, call->body, &error)
      && kaunta_portal_storage_find_signer (call->storage, carry.header.device, carry.header.epoch, carry.header.key, &device, &error))
    answer = make_answer (call, &device, &carry, &error);

  if (answer != NULL)
    kaunta_portal_call_answer_as (call, KAUNTA_CARRY_TYPE, answer);
  else
    kaunta_portal_call_refuse (call, error, 0);
}
