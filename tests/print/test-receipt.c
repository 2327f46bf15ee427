/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include "money.h"
#include "print-error.h"
#include "receipt-drawing.h"
#include "sample-receipt.h"

#define MM (72.0 / 25.4)
#define LONG_NAME \
  "Jumuiya ya Wafanyabiashara Wadogowadogo wa Soko la Westlands na Maeneo Jirani, Tawi la Kangemi, Mountain View na " \
  "Kabete Poultry-Farmers-And-Cereal-Traders-Co-operative-Savings-And-Credit-Society Mwishowajina"

typedef struct
{
  char *folder;
  char *pdf;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kaunta-print-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->pdf = g_build_filename (fixture->folder, "receipt.pdf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->pdf);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->pdf);
  g_free (fixture->folder);
}

static char *
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  int status = 0;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&output);
}

/* What a reader finds on the PDF, white space folded so that wrapped text can be looked for. */
static char *
print_and_read (Fixture *fixture, const KauntaReceipt *receipt, KauntaPaper paper)
{
  const char *arguments[] = { "pdftotext", "-layout", fixture->pdf, "-", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) space = g_regex_new ("\\s+", 0, 0, NULL);
  g_autofree char *text = NULL;

  kaunta_receipt_write_pdf (receipt, paper, fixture->pdf, &error);
  g_assert_no_error (error);
  text = run (arguments);
  return g_regex_replace_literal (space, text, -1, 0, " ", 0, NULL);
}

static void
assert_says (const char *text, const char *what)
{
  if (strstr (text, what) == NULL)
    g_error ("\"%s\" is not on the receipt: %s", what, text);
}

static void
assert_silent (const char *text, const char *what)
{
  if (strstr (text, what) != NULL)
    g_error ("\"%s\" is on the receipt: %s", what, text);
}

static void
read_page_size (const char *pdf, int *pages, double *width, double *height)
{
  const char *arguments[] = { "pdfinfo", pdf, NULL };
  g_autofree char *info = run (arguments);
  const char *pages_line = strstr (info, "Pages:");
  const char *size_line = strstr (info, "Page size:");

  g_assert_nonnull (pages_line);
  g_assert_nonnull (size_line);
  g_assert_cmpint (sscanf (pages_line, "Pages: %d", pages), ==, 1);
  g_assert_cmpint (sscanf (size_line, "Page size: %lf x %lf", width, height), ==, 2);
}

static void
test_roll_is_80_mm_wide_and_as_long_as_needed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) few = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autoptr (KauntaReceipt) many = sample_receipt_new ("Wanjiku Mwangi", 50);
  g_autofree char *text = print_and_read (fixture, many, KAUNTA_PAPER_80MM);
  double few_width, few_height, many_width, many_height, width, height;
  int pages;

  kaunta_receipt_measure (few, KAUNTA_PAPER_80MM, &few_width, &few_height);
  kaunta_receipt_measure (many, KAUNTA_PAPER_80MM, &many_width, &many_height);
  g_assert_cmpfloat_with_epsilon (few_width, 80 * MM, 1e-6);
  g_assert_cmpfloat (many_height, >, few_height + 49 * 9);

  read_page_size (fixture->pdf, &pages, &width, &height);
  g_assert_cmpint (pages, ==, 1);
  g_assert_cmpfloat_with_epsilon (width, 80 * MM, 0.01);
  g_assert_cmpfloat_with_epsilon (height, many_height, 0.5);
  assert_says (text, "(line 50)");
}

static void
test_a5_flows_onto_further_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 50);
  g_autofree char *text = print_and_read (fixture, receipt, KAUNTA_PAPER_A5);
  double width, height;
  int pages;

  read_page_size (fixture->pdf, &pages, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 148 * MM, 0.01);
  g_assert_cmpfloat_with_epsilon (height, 210 * MM, 0.01);
  g_assert_cmpint (pages, >, 1);
  g_assert_cmpint (pages, ==, kaunta_receipt_count_pages (receipt, KAUNTA_PAPER_A5));
  for (guint i = 1; i <= 50; i++)
    {
      g_autofree char *line = g_strdup_printf ("(line %u)", i);

      assert_says (text, line);
    }
  assert_says (text, "00421-000173 1/");
  assert_says (text, "Hifadhi risiti yako");
}

static void
test_says_what_was_paid (Fixture *fixture, gconstpointer data)
{
  KauntaPaper paper = GPOINTER_TO_INT (data);
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 2);
  g_autofree char *text = print_and_read (fixture, receipt, paper);
  const char *expected[] = {
    "Nairobi City County", "Westlands Sub-County Office", "OFFICIAL RECEIPT / RISITI RASMI", "00421-000173",
    "2026-11-23, 11:15", "Wanjiku Mwangi", "0042 1000 0172", "Market fee, grain or legumes", "3 × 40.00", "120.00",
    "022-MKT-GRAIN@1", "Bill total / Jumla ya bili 240.00", "PAID / IMELIPWA KES 240.00", "Cash / Pesa taslimu",
    "Given / Pesa iliyotolewa 380.00", "Change / Chenji 140.00", "Balance / Salio 0.00", "Clerk One (demo)", "Counter 1",
    "9f86d081884c7d65", "Keep your receipt / Hifadhi risiti yako",
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_says (text, expected[i]);
  assert_silent (text, "DUPLICATE");
  assert_silent (text, "PROVISIONAL");
  assert_silent (text, "REVERSED");
  assert_silent (text, "Paid before");
}

static void
test_hides_most_of_a_persons_identifier (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *person = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  g_autofree char *entity = NULL;

  receipt->bill->payer->kind = KAUNTA_PAYER_ENTITY;
  entity = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_silent (person, "23456789");
  assert_says (person, "•789");
  assert_says (entity, "23456789");
}

static void
test_says_provisional_until_mobile_money_is_confirmed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *text = NULL;

  receipt->payment->tender = KAUNTA_TENDER_MPESA;
  receipt->payment->status = KAUNTA_PAYMENT_CLAIMED;
  receipt->payment->reference = g_strdup ("UKN1AB2CD3");
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_says (text, "PROVISIONAL / YA MUDA");
  assert_says (text, "M-PESA UKN1AB2CD3");
  assert_silent (text, "Change");
}

static void
test_says_which_copy_it_is (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *text = NULL;

  receipt->copy = 2;
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_A5);
  assert_says (text, "DUPLICATE 2 / NAKALA 2");
}

static void
test_says_that_a_payment_was_reversed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *text = NULL;

  receipt->payment->reversed = g_strdup ("Wrong payer");
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_says (text, "REVERSED / IMEBATILISHWA");
  assert_says (text, "Wrong payer");
  assert_silent (text, "Balance");
}

static void
test_says_what_is_left_of_a_part_payment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 3);
  g_autofree char *text = NULL;

  receipt->paid_before = 10000;
  receipt->payment->amount = 20050;
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_says (text, "Bill total / Jumla ya bili 360.00");
  assert_says (text, "Paid before / Imelipwa awali 100.00");
  assert_says (text, "KES 200.50");
  assert_says (text, "Balance / Salio 59.50");
}

static void
test_says_when_a_bill_was_overpaid (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *text = NULL;

  receipt->paid_before = 12000;
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_says (text, "Overpaid / Malipo ya ziada 120.00");
  assert_silent (text, "Balance");
}

/* The words' boxes, as the PDF has them, lie on the printable 72 mm. */
static void
assert_inside_roll (const char *pdf)
{
  const char *arguments[] = { "pdftotext", "-bbox", pdf, "-", NULL };
  g_autofree char *boxes = run (arguments);
  guint n_words = 0;

  for (const char *word = strstr (boxes, "<word "); word != NULL; word = strstr (word + 1, "<word "))
    {
      double x_min, y_min, x_max;

      g_assert_cmpint (sscanf (word, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\"", &x_min, &y_min, &x_max), ==, 3);
      g_assert_cmpfloat (x_min, >=, 4 * MM - 1);
      g_assert_cmpfloat (x_max, <=, 76 * MM + 1);
      n_words++;
    }
  g_assert_cmpuint (n_words, >, 40);
}

static void
test_wraps_long_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new (LONG_NAME, 1);
  g_autofree char *text = NULL;

  g_free (receipt->office_name);
  receipt->office_name = g_strdup (LONG_NAME);
  g_free (receipt->clerk_name);
  receipt->clerk_name = g_strdup (LONG_NAME);
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_says (text, "Mwishowajina");
  assert_inside_roll (fixture->pdf);
}

static void
test_breaks_no_amount (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *text = NULL;

  receipt->bill->total = KAUNTA_CENTS_MAX;
  receipt->payment->amount = KAUNTA_CENTS_MAX;
  text = print_and_read (fixture, receipt, KAUNTA_PAPER_80MM);
  assert_says (text, "Bill total / Jumla ya bili 90,071,992,547,409.91");
  assert_says (strstr (text, "PAID"), " 90,071,992,547,409.91");
  assert_inside_roll (fixture->pdf);
}

/* Sums what every pixel is covered by, which is the same wherever between the pixels a shape falls. */
static guint
sum_ink (cairo_surface_t *surface)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint ink = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      ink += data[y * stride + x];
  return ink / 255;
}

static guint
draw_and_sum_ink (const KauntaReceipt *receipt)
{
  double width, height;
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  guint ink;

  kaunta_receipt_measure (receipt, KAUNTA_PAPER_80MM, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) ceil (width), (int) ceil (height));
  cr = cairo_create (surface);
  kaunta_receipt_draw (receipt, KAUNTA_PAPER_80MM, 0, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_flush (surface);
  ink = sum_ink (surface);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return ink;
}

static void
test_draws_any_script (Fixture *fixture, gconstpointer data)
{
  const char *names[] = { "محمد عبد الله", "Ngʼangʼa Wa Thiongʼo", "A\xcc\x83\xcc\x81\xcc\xa3 e\xcc\x81\xcc\x81\xcc\x81", "ማርያም" };
  g_autoptr (KauntaReceipt) nameless = sample_receipt_new ("", 1);
  guint without = draw_and_sum_ink (nameless);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KauntaReceipt) receipt = sample_receipt_new (names[i], 1);

      g_assert_cmpuint (draw_and_sum_ink (receipt), >, without + 50);
    }
}

static void
test_qr_code_reads_back (Fixture *fixture, gconstpointer data)
{
  KauntaPaper paper = GPOINTER_TO_INT (data);
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *prefix = g_build_filename (fixture->folder, "page", NULL);
  g_autofree char *page = g_strconcat (prefix, ".png", NULL);
  /* 203 dots an inch: what the thermal head prints. */
  const char *draw[] = { "pdftoppm", "-png", "-r", "203", "-singlefile", fixture->pdf, prefix, NULL };
  const char *scan[] = { "zbarimg", "-q", "--raw", page, NULL };
  g_autofree char *text = print_and_read (fixture, receipt, paper);
  g_autofree char *drawn = run (draw);
  g_autofree char *scanned = run (scan);

  g_assert_cmpstr (scanned, ==, "00421-000173 KES 120.00 9f86d081884c7d65\n");
  g_assert_cmpint (g_remove (page), ==, 0);
}

static void
test_failed_write_leaves_the_old_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KauntaReceipt) receipt = sample_receipt_new ("Wanjiku Mwangi", 1);
  g_autofree char *path = g_build_filename (fixture->folder, "no such folder", "receipt.pdf", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (kaunta_receipt_write_pdf (receipt, KAUNTA_PAPER_A5, path, &error));
  g_assert_error (error, KAUNTA_PRINT_ERROR, KAUNTA_PRINT_ERROR_WRITING);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_paper_nicks_go_back_and_forth (void)
{
  KauntaPaper paper = KAUNTA_PAPER_80MM;

  g_assert_true (kaunta_paper_from_nick (kaunta_paper_to_nick (KAUNTA_PAPER_A5), &paper));
  g_assert_cmpint (paper, ==, KAUNTA_PAPER_A5);
  g_assert_true (kaunta_paper_from_nick ("80mm", &paper));
  g_assert_cmpint (paper, ==, KAUNTA_PAPER_80MM);
  g_assert_false (kaunta_paper_from_nick ("a4", &paper));
  g_assert_false (kaunta_paper_from_nick (NULL, &paper));
}

static void
add (const char *path, KauntaPaper paper, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (paper), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  add ("/receipt/roll-is-80-mm-wide-and-as-long-as-needed", 0, test_roll_is_80_mm_wide_and_as_long_as_needed);
  add ("/receipt/a5-flows-onto-further-pages", 0, test_a5_flows_onto_further_pages);
  add ("/receipt/says-what-was-paid/80mm", KAUNTA_PAPER_80MM, test_says_what_was_paid);
  add ("/receipt/says-what-was-paid/a5", KAUNTA_PAPER_A5, test_says_what_was_paid);
  add ("/receipt/hides-most-of-a-persons-identifier", 0, test_hides_most_of_a_persons_identifier);
  add ("/receipt/says-provisional-until-confirmed", 0, test_says_provisional_until_mobile_money_is_confirmed);
  add ("/receipt/says-which-copy-it-is", 0, test_says_which_copy_it_is);
  add ("/receipt/says-that-a-payment-was-reversed", 0, test_says_that_a_payment_was_reversed);
  add ("/receipt/says-what-is-left-of-a-part-payment", 0, test_says_what_is_left_of_a_part_payment);
  add ("/receipt/says-when-a-bill-was-overpaid", 0, test_says_when_a_bill_was_overpaid);
  add ("/receipt/wraps-long-names", 0, test_wraps_long_names);
  add ("/receipt/breaks-no-amount", 0, test_breaks_no_amount);
  add ("/receipt/draws-any-script", 0, test_draws_any_script);
  add ("/receipt/qr-code-reads-back/80mm", KAUNTA_PAPER_80MM, test_qr_code_reads_back);
  add ("/receipt/qr-code-reads-back/a5", KAUNTA_PAPER_A5, test_qr_code_reads_back);
  add ("/receipt/failed-write-leaves-the-old-file", 0, test_failed_write_leaves_the_old_file);
  g_test_add_func ("/receipt/paper-nicks-go-back-and-forth", test_paper_nicks_go_back_and_forth);
  return g_test_run ();
}
