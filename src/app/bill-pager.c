/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "bill-pager.h"

#include "row.h"

#define N_STATES 4

struct _KauntaBillPager
{
  GObject parent_instance;

  KauntaDesk *desk;        /* (owned) (nullable) */
  GListStore *bills;       /* (owned): KauntaRow */
  guint piece;             /* how many are read at a time */
  char *text;              /* (owned) (nullable) */
  guint states;
  gboolean own_only;
  gint64 counts[N_STATES];
  gboolean complete;       /* all of them are in @bills */
  GCancellable *reading;   /* (owned) (nullable): the piece on its way */
};

G_DEFINE_FINAL_TYPE (KauntaBillPager, kaunta_bill_pager, G_TYPE_OBJECT)

enum
{
  COUNTED,
  FAILED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* A piece on its way. */
typedef struct
{
  KauntaBillPager *pager;
  GCancellable *cancellable;
  gint64 limit;
  gint64 offset;
} Piece;

static void
piece_free (Piece *piece)
{
  g_object_unref (piece->pager);
  g_object_unref (piece->cancellable);
  g_free (piece);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Piece, piece_free)

static void
stop_reading (KauntaBillPager *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
add_piece (KauntaBillPager *self, const Piece *piece, GPtrArray *bills)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint known = g_list_model_get_n_items (G_LIST_MODEL (self->bills));
  guint from = MIN (known, (guint) piece->offset);

  for (guint i = 0; i < bills->len; i++)
    g_ptr_array_add (rows, kaunta_row_new (KAUNTA_TYPE_BILL, g_ptr_array_index (bills, i)));
  self->complete = bills->len < piece->limit;
  g_list_store_splice (self->bills, from, known - from, rows->pdata, rows->len);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Piece) piece = user_data;
  KauntaBillPager *self = piece->pager;
  g_autoptr (GError) error = NULL;
  gint64 counts[N_STATES] = { 0 };
  g_autoptr (GPtrArray) bills = kaunta_desk_find_bills_finish (KAUNTA_DESK (source), result, counts, &error);

  if (self->reading != piece->cancellable)
    return;
  g_clear_object (&self->reading);
  if (bills == NULL)
    {
      self->complete = TRUE;
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  memcpy (self->counts, counts, sizeof counts);
  add_piece (self, piece, bills);
  g_signal_emit (self, signals[COUNTED], 0);
}

static void
read_piece (KauntaBillPager *self, gint64 limit, gint64 offset)
{
  Piece *piece = g_new0 (Piece, 1);

  stop_reading (self);
  self->reading = g_cancellable_new ();
  piece->pager = g_object_ref (self);
  piece->cancellable = g_object_ref (self->reading);
  piece->limit = limit;
  piece->offset = offset;
  kaunta_desk_find_bills_async (self->desk, self->text, self->states, self->own_only, limit, offset,
                                self->reading, found_cb, piece);
}

static void
kaunta_bill_pager_dispose (GObject *object)
{
  KauntaBillPager *self = KAUNTA_BILL_PAGER (object);

  stop_reading (self);
  g_clear_object (&self->desk);
  g_clear_object (&self->bills);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (kaunta_bill_pager_parent_class)->dispose (object);
}

static void
kaunta_bill_pager_class_init (KauntaBillPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kaunta_bill_pager_dispose;

  signals[COUNTED] = g_signal_new ("counted", KAUNTA_TYPE_BILL_PAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", KAUNTA_TYPE_BILL_PAGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kaunta_bill_pager_init (KauntaBillPager *self)
{
  self->bills = g_list_store_new (KAUNTA_TYPE_ROW);
  self->complete = TRUE;
}

KauntaBillPager *
kaunta_bill_pager_new (guint piece)
{
  KauntaBillPager *self = g_object_new (KAUNTA_TYPE_BILL_PAGER, NULL);

  self->piece = piece;
  return self;
}

GListModel *
kaunta_bill_pager_get_bills (KauntaBillPager *self)
{
  g_return_val_if_fail (KAUNTA_IS_BILL_PAGER (self), NULL);

  return G_LIST_MODEL (self->bills);
}

gint64
kaunta_bill_pager_get_count (KauntaBillPager *self, KauntaBillState state)
{
  g_return_val_if_fail (KAUNTA_IS_BILL_PAGER (self), 0);
  g_return_val_if_fail (state < N_STATES, 0);

  return self->counts[state];
}

void
kaunta_bill_pager_ask (KauntaBillPager *self, KauntaDesk *desk, const char *text, guint states,
                       gboolean own_only)
{
  g_return_if_fail (KAUNTA_IS_BILL_PAGER (self));
  g_return_if_fail (KAUNTA_IS_DESK (desk));

  g_set_object (&self->desk, desk);
  g_free (self->text);
  self->text = g_strdup (text);
  self->states = states;
  self->own_only = own_only;
  read_piece (self, self->piece, 0);
}

void
kaunta_bill_pager_refresh (KauntaBillPager *self)
{
  guint known = 0;

  g_return_if_fail (KAUNTA_IS_BILL_PAGER (self));

  known = g_list_model_get_n_items (G_LIST_MODEL (self->bills));
  if (self->desk != NULL)
    read_piece (self, MAX (self->piece, known), 0);
}

void
kaunta_bill_pager_read_on (KauntaBillPager *self)
{
  g_return_if_fail (KAUNTA_IS_BILL_PAGER (self));

  if (!self->complete && self->reading == NULL)
    read_piece (self, self->piece, g_list_model_get_n_items (G_LIST_MODEL (self->bills)));
}

void
kaunta_bill_pager_stop (KauntaBillPager *self)
{
  g_return_if_fail (KAUNTA_IS_BILL_PAGER (self));

  stop_reading (self);
}
