/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "receipt-layout.h"

#include "clock.h"
#include "money.h"
#include "number.h"

/* How many characters of a person's identifier stay readable: receipts get lost and left lying about, and these
 * are enough to tell whose it is when the person stands there. */
#define IDENTIFIER_SHOWN 3
#define THIN 0.5
#define THICK 1.2

typedef struct
{
  KauntaTextStyle county;
  KauntaTextStyle office;
  KauntaTextStyle title;
  KauntaTextStyle number;
  KauntaTextStyle body;
  KauntaTextStyle name;
  KauntaTextStyle small;
  KauntaTextStyle banner;
  KauntaTextStyle paid;
  KauntaTextStyle farewell;
  double gap;
} Styles;

static const Styles roll_styles = {
  .county = { 13, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0 },
  .office = { 9.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_CENTER, 0 },
  .title = { 8.5, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0.5 },
  .number = { 22, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0 },
  .body = { 9, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0 },
  .name = { 11, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0 },
  .small = { 7.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0 },
  .banner = { 11, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0.4 },
  .paid = { 13, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0 },
  .farewell = { 9, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0 },
  .gap = 5,
};

static const Styles a5_styles = {
  .county = { 17, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0 },
  .office = { 10.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0 },
  .title = { 8, PANGO_WEIGHT_BOLD, PANGO_ALIGN_RIGHT, 0.4 },
  .number = { 22, PANGO_WEIGHT_BOLD, PANGO_ALIGN_RIGHT, 0 },
  .body = { 9.5, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0 },
  .name = { 12, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0 },
  .small = { 8, PANGO_WEIGHT_NORMAL, PANGO_ALIGN_LEFT, 0 },
  .banner = { 12, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0.5 },
  .paid = { 14, PANGO_WEIGHT_BOLD, PANGO_ALIGN_LEFT, 0 },
  .farewell = { 9.5, PANGO_WEIGHT_BOLD, PANGO_ALIGN_CENTER, 0 },
  .gap = 8,
};

static const char *const identifier_labels[] = {
  [KAUNTA_PAYER_CITIZEN] = "ID / Kitambulisho",
  [KAUNTA_PAYER_FOREIGNER] = "Alien ID / Kadi ya mgeni",
  [KAUNTA_PAYER_ENTITY] = "Reg. no. / Nambari ya usajili",
  [KAUNTA_PAYER_OTHER] = "ID / Kitambulisho",
};

static const char *const tender_labels[KAUNTA_N_TENDERS] = {
  [KAUNTA_TENDER_CASH] = "Cash / Pesa taslimu",
  [KAUNTA_TENDER_MPESA] = "M-PESA",
  [KAUNTA_TENDER_AIRTEL] = "Airtel Money",
  [KAUNTA_TENDER_CARD] = "Card / Kadi",
  [KAUNTA_TENDER_CHEQUE] = "Cheque / Hundi",
  [KAUNTA_TENDER_BANK] = "Bank slip / Hati ya benki",
};

static gboolean
is_given (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
add_text_if_given (KauntaLayout *layout, const KauntaTextStyle *style, const char *text)
{
  if (is_given (text))
    kaunta_layout_add_text (layout, style, text);
}

static void
add_divider (KauntaLayout *layout, const Styles *styles, double thickness)
{
  kaunta_layout_add_space (layout, styles->gap);
  kaunta_layout_add_rule (layout, thickness);
  kaunta_layout_add_space (layout, styles->gap);
}

static void
add_amount (KauntaLayout *layout, const KauntaTextStyle *style, const char *label, gint64 cents)
{
  g_autofree char *amount = kaunta_cents_format (cents);

  kaunta_layout_add_row (layout, style, KAUNTA_ROW_WRAPS_LEFT, label, amount);
}

static void
add_office (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  add_text_if_given (layout, &styles->county, receipt->county_name);
  add_text_if_given (layout, &styles->office, receipt->office_name);
}

static void
add_number (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  g_autofree char *day = kaunta_time_display_day (receipt->payment->taken_at);
  g_autofree char *clock = kaunta_time_display_clock (receipt->payment->taken_at);
  g_autofree char *when = g_strdup_printf ("%s, %s", day, clock);
  KauntaTextStyle when_style = styles->body;

  when_style.alignment = styles->number.alignment;
  kaunta_layout_add_text (layout, &styles->title, "OFFICIAL RECEIPT / RISITI RASMI");
  kaunta_layout_add_text (layout, &styles->number, receipt->payment->receipt);
  kaunta_layout_add_text (layout, &when_style, when);
}

static void
add_banner (KauntaLayout *layout, const Styles *styles, const char *text)
{
  kaunta_layout_add_space (layout, styles->gap);
  kaunta_layout_add_banner (layout, &styles->banner, text);
}

/* The sentence under a banner. */
static void
add_banner_note (KauntaLayout *layout, const Styles *styles, const char *text)
{
  KauntaTextStyle style = styles->body;

  style.alignment = PANGO_ALIGN_CENTER;
  kaunta_layout_add_space (layout, styles->gap / 2);
  kaunta_layout_add_text (layout, &style, text);
}

static void
add_reversal (KauntaLayout *layout, const Styles *styles, const KauntaPayment *payment)
{
  g_autofree char *reason = g_strdup_printf ("Reason / Sababu: %s", payment->reversed);

  add_banner (layout, styles, "REVERSED / IMEBATILISHWA");
  add_banner_note (layout, styles, reason);
}

static void
add_status (KauntaLayout *layout, const Styles *styles, KauntaPaymentStatus status)
{
  switch (status)
    {
    case KAUNTA_PAYMENT_CONFIRMED:
      break;
    case KAUNTA_PAYMENT_CLAIMED:
    case KAUNTA_PAYMENT_UNKNOWN:
      add_banner (layout, styles, "PROVISIONAL / YA MUDA");
          add_banner_note (layout, styles, "To be confirmed / Malipo yatathibitishwa");
      break;
    case KAUNTA_PAYMENT_REJECTED:
      add_banner (layout, styles, "REJECTED / IMEKATALIWA");
      break;
    default:
      g_assert_not_reached ();
    }
}

/* What a person must see before taking the paper for a plain first receipt. */
static void
add_marks (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  if (receipt->payment->reversed != NULL)
    add_reversal (layout, styles, receipt->payment);
  else
    add_status (layout, styles, receipt->payment->status);

  if (receipt->copy >= 2)
    {
      g_autofree char *text = g_strdup_printf ("DUPLICATE %" G_GINT64_FORMAT " / NAKALA %" G_GINT64_FORMAT, receipt->copy,
                                               receipt->copy);

      add_banner (layout, styles, text);
    }
}

/* Registration numbers are public; of a person's identifier only the last characters show. (transfer full) */
static char *
mask_identifier (KauntaPayerKind kind, const char *id)
{
  glong length = g_utf8_strlen (id, -1);
  GString *masked = NULL;

  if (kind == KAUNTA_PAYER_ENTITY)
    return g_strdup (id);

  masked = g_string_new (NULL);
  for (glong i = 0; i < length - IDENTIFIER_SHOWN; i++)
    g_string_append (masked, "•");
  g_string_append (masked, g_utf8_offset_to_pointer (id, MAX (length - IDENTIFIER_SHOWN, 0)));
  return g_string_free (masked, FALSE);
}

static void
add_payer (KauntaLayout *layout, const Styles *styles, const KauntaPayer *payer)
{
  kaunta_layout_add_text (layout, &styles->small, "Received from / Imepokewa kutoka kwa");
  add_text_if_given (layout, &styles->name, payer->name);
  if (is_given (payer->id))
    {
      g_autofree char *masked = mask_identifier (payer->kind, payer->id);

      kaunta_layout_add_row (layout, &styles->body, KAUNTA_ROW_WRAPS_RIGHT, identifier_labels[payer->kind], masked);
    }
}

static void
add_bill_number (KauntaLayout *layout, const Styles *styles, const KauntaBill *bill)
{
  g_autofree char *number = kaunta_bill_number_display (bill->number);

  kaunta_layout_add_row (layout, &styles->body, KAUNTA_ROW_WRAPS_RIGHT, "Bill / Bili", number);
}

static void
add_line (KauntaLayout *layout, const Styles *styles, const KauntaBillLine *line)
{
  g_autofree char *unit = kaunta_cents_format (line->unit);
  g_autofree char *how = NULL;

  kaunta_layout_begin_group (layout);
  add_amount (layout, &styles->body, line->name, line->amount);
  if (line->quantity == 1)
    how = g_strdup (line->tariff);
  else
    how = g_strdup_printf ("%" G_GINT64_FORMAT " × %s   %s", line->quantity, unit, line->tariff);
  kaunta_layout_add_text (layout, &styles->small, how);
  kaunta_layout_end_group (layout);
  kaunta_layout_add_space (layout, styles->gap / 2);
}

static void
add_lines (KauntaLayout *layout, const Styles *styles, const KauntaBill *bill)
{
  kaunta_layout_add_row (layout, &styles->small, KAUNTA_ROW_WRAPS_LEFT, "Service / Huduma", "KES");
  kaunta_layout_add_space (layout, styles->gap / 2);
  for (guint i = 0; i < bill->lines->len; i++)
    add_line (layout, styles, g_ptr_array_index (bill->lines, i));
}

static void
add_tender (KauntaLayout *layout, const Styles *styles, const KauntaPayment *payment)
{
  const char *label = tender_labels[payment->tender];

  if (is_given (payment->reference))
    kaunta_layout_add_row (layout, &styles->body, KAUNTA_ROW_WRAPS_RIGHT, label, payment->reference);
  else
    kaunta_layout_add_text (layout, &styles->body, label);

  if (payment->tender == KAUNTA_TENDER_CASH)
    {
      add_amount (layout, &styles->body, "Given / Pesa iliyotolewa", payment->tendered);
      add_amount (layout, &styles->name, "Change / Chenji", payment->change);
    }
}

/* Amounts are at most KAUNTA_CENTS_MAX (2^53): three of them cannot overflow 64 bits. */
static void
add_balance (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  gint64 balance = receipt->bill->total - receipt->paid_before - receipt->payment->amount;

  if (balance >= 0)
    add_amount (layout, &styles->name, "Balance / Salio", balance);
  else
    add_amount (layout, &styles->name, "Overpaid / Malipo ya ziada", -balance);
}

static void
add_sums (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  g_autofree char *paid = kaunta_cents_format (receipt->payment->amount);
  g_autofree char *paid_kes = g_strdup_printf ("KES %s", paid);

  add_amount (layout, &styles->body, "Bill total / Jumla ya bili", receipt->bill->total);
  if (receipt->paid_before > 0)
    add_amount (layout, &styles->body, "Paid before / Imelipwa awali", receipt->paid_before);
  kaunta_layout_add_space (layout, styles->gap / 2);
  kaunta_layout_add_row (layout, &styles->paid, KAUNTA_ROW_WRAPS_LEFT, "PAID / IMELIPWA", paid_kes);
  kaunta_layout_add_space (layout, styles->gap / 2);
  add_tender (layout, styles, receipt->payment);
  /* What is due after a reversal depends on payments that this receipt doesn't know. */
  if (kaunta_payment_counts (receipt->payment))
    add_balance (layout, styles, receipt);
}

static void
add_labelled (KauntaLayout *layout, const Styles *styles, const char *label, const char *text)
{
  if (!is_given (text))
    return;

  kaunta_layout_add_text (layout, &styles->small, label);
  kaunta_layout_add_text (layout, &styles->body, text);
}

/* By whom and where, and beside it what a scanner and an auditor find the entry by. */
static void
add_proof (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  double width = kaunta_layout_get_width (layout);
  g_autofree char *text = kaunta_receipt_format_qr (receipt);
  KauntaQr *qr = kaunta_qr_new (text);
  double qr_width = qr != NULL ? kaunta_qr_get_size (qr) + styles->gap : 0;
  KauntaLayout *left = kaunta_layout_new (qr_width);
  KauntaLayout *right = kaunta_layout_new (width - qr_width);

  if (qr != NULL)
    kaunta_layout_add_qr (left, qr);
  add_labelled (right, styles, "Served by / Umehudumiwa na", receipt->clerk_name);
  add_labelled (right, styles, "Counter / Kaunta", receipt->counter_name);
  add_labelled (right, styles, "Journal entry / Kumbukumbu", receipt->hash);
  kaunta_layout_add_columns (layout, left, right);
}

static void
add_a5_head (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  double width = kaunta_layout_get_width (layout);
  KauntaLayout *left = kaunta_layout_new (width * 0.5);
  KauntaLayout *right = kaunta_layout_new (width * 0.46);

  add_office (left, styles, receipt);
  add_number (right, styles, receipt);
  kaunta_layout_add_columns (layout, left, right);
}

static void
add_roll_head (KauntaLayout *layout, const Styles *styles, const KauntaReceipt *receipt)
{
  add_office (layout, styles, receipt);
  add_divider (layout, styles, THICK);
  add_number (layout, styles, receipt);
}

KauntaLayout *
kaunta_receipt_lay_out (const KauntaReceipt *receipt, KauntaPaper paper, double width)
{
  const Styles *styles = paper == KAUNTA_PAPER_A5 ? &a5_styles : &roll_styles;
  KauntaLayout *layout = kaunta_layout_new (width);

  if (paper == KAUNTA_PAPER_A5)
    add_a5_head (layout, styles, receipt);
  else
    add_roll_head (layout, styles, receipt);
  add_marks (layout, styles, receipt);
  add_divider (layout, styles, THICK);
  add_payer (layout, styles, receipt->bill->payer);
  add_bill_number (layout, styles, receipt->bill);
  add_divider (layout, styles, THIN);
  add_lines (layout, styles, receipt->bill);
  kaunta_layout_begin_group (layout);
  kaunta_layout_add_space (layout, styles->gap / 2);
  kaunta_layout_add_rule (layout, THIN);
  kaunta_layout_add_space (layout, styles->gap);
  add_sums (layout, styles, receipt);
  add_divider (layout, styles, THIN);
  add_proof (layout, styles, receipt);
  kaunta_layout_add_space (layout, styles->gap);
  kaunta_layout_add_text (layout, &styles->farewell, "Keep your receipt / Hifadhi risiti yako");
  kaunta_layout_end_group (layout);
  return layout;
}
