/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bill.h"
#include "desk.h"
#include "identifier.h"

G_BEGIN_DECLS

/**
 * KauntaFindings:
 * @kind: what was recognised
 * @warning: (nullable): a sentence, for example about a mistyped bill number
 * @payers: (element-type KauntaPayer): who fits, best first; from the register and from bills raised here
 * @bill: (nullable): the bill whose number, or whose receipt's number, was given
 * @from_portal: the answer came from the portal because nothing was found here
 */
typedef struct
{
  KauntaQueryKind kind;
  char *warning;
  GPtrArray *payers;
  KauntaBill *bill;
  gboolean from_portal;
} KauntaFindings;
void kaunta_findings_free (KauntaFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaFindings, kaunta_findings_free)

/* What the one search entry was given. Here first; when nothing is found here and the line is up, at the portal. */
void kaunta_desk_find_async (KauntaDesk *self, const char *typed, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data);
KauntaFindings *kaunta_desk_find_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

/**
 * KauntaPayerSheet:
 * @bills: (element-type KauntaBill): newest first; the unpaid ones are what a clerk looks for
 * @payments: (element-type KauntaPayment): newest first, at most 20
 */
typedef struct
{
  KauntaPayer *payer;
  GPtrArray *bills;
  GPtrArray *payments;
} KauntaPayerSheet;
void kaunta_payer_sheet_free (KauntaPayerSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaPayerSheet, kaunta_payer_sheet_free)

/* Opens a payer's record, which the journal notes (payer.viewed). @why: "bill", "payment", "enquiry". */
void kaunta_desk_open_payer_async (KauntaDesk *self, KauntaPayer *payer, const char *why, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
KauntaPayerSheet *kaunta_desk_open_payer_finish (KauntaDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
