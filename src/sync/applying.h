/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "changes.h"
#include "store.h"

/* The pieces of work on the store's thread that pulling is made of. */

/**
 * KauntaApplication: one page of changes to be applied
 * @from: where the page begins. When other news came meanwhile by another way, it is left: older news must not come over newer
 * @cursor: of the page
 * @heard_at: UTC ms of the answer
 * @applied: (nullable): where to say whether it was applied
 */
typedef struct
{
  GPtrArray *changes; /* (element-type KauntaChange) */
  char *from;
  char *cursor;
  gint64 heard_at;
  gboolean *applied;
} KauntaApplication;
void kaunta_application_free (KauntaApplication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaApplication, kaunta_application_free)

/* KauntaStoreWork with a KauntaApplication as @data. First the register, then the ledger with the cursor: a cut between the two is healed by
 * applying the page again, which changes nothing that is there already. Gives (as a pointer) TRUE. */
gpointer kaunta_application_apply (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);

/**
 * KauntaKnowledge: what a counter asks with
 * @cursor: where pulling goes on
 * @register_tag: "" while the register was never filled
 */
typedef struct
{
  char *cursor;
  gint64 heard_at;
  char *register_tag;
} KauntaKnowledge;
void kaunta_knowledge_free (KauntaKnowledge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaKnowledge, kaunta_knowledge_free)
/* KauntaStoreWork. Gives a KauntaKnowledge. */
gpointer kaunta_knowledge_read (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);
/* KauntaStoreWork. Pulling begins again at the beginning: what changed while a register was being filled must reach the new one, too. */
gpointer kaunta_knowledge_forget (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);

/**
 * KauntaFinding: a bill that was looked up
 * @bill: its time of being known is set
 */
typedef struct
{
  KauntaBill *bill;
  GPtrArray *payments;
} KauntaFinding;
void kaunta_finding_free (KauntaFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaFinding, kaunta_finding_free)
/* KauntaStoreWork with a KauntaFinding as @data. Gives (as a pointer) TRUE. */
gpointer kaunta_finding_keep (KauntaLedger *ledger, KauntaRegister *payers, gpointer data, GError **error);
