/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "clock.h"
#include "core-error.h"
#include "identifier.h"

#define NOON_23_NOVEMBER_2026 G_GINT64_CONSTANT (1795424400000)

static void
test_matches_without_punctuation (void)
{
  g_autofree char *key = kaunta_identifier_match_key (" cpr/2009-12345 ");
  g_autofree char *zeros = kaunta_identifier_match_key ("00123456");

  g_assert_cmpstr (key, ==, "CPR200912345");
  g_assert_cmpstr (zeros, ==, "00123456");
}

static void
assert_warns (KauntaPayerKind kind, const char *id, gboolean expected)
{
  g_autofree char *warning = kaunta_identifier_warning (kind, id);

  g_assert_cmpint (warning != NULL, ==, expected);
}

static void
test_warns_of_odd_identifiers (void)
{
  static const char *const usual[] = { "PVT-ABC1234", "CPR/2009/12345", "C. 12345", "BN-XYZ9876", "SOC/123", "CS/4567", "P051234567X" };

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    assert_warns (KAUNTA_PAYER_ENTITY, usual[i], FALSE);
  assert_warns (KAUNTA_PAYER_ENTITY, "12", TRUE);
  assert_warns (KAUNTA_PAYER_CITIZEN, "01234567", FALSE);
  assert_warns (KAUNTA_PAYER_CITIZEN, "123456", TRUE);
  assert_warns (KAUNTA_PAYER_CITIZEN, "12345678A", TRUE);
  assert_warns (KAUNTA_PAYER_FOREIGNER, "123456", FALSE);
  assert_warns (KAUNTA_PAYER_FOREIGNER, "12345", TRUE);
  assert_warns (KAUNTA_PAYER_OTHER, "anything", FALSE);
}

static void
test_reads_phones_in_every_usual_form (void)
{
  static const char *const same[] = { "0712345678", "712345678", "254712345678", "+254712345678", "+254 712-345 678", "(0712) 345678" };
  static const char *const none[] = { "", "071234567", "07123456789", "0812345678", "+255712345678", "0712x45678", "254254254254254254" };
  g_autofree char *shown = kaunta_phone_display ("254712345678");

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *phone = kaunta_phone_normalise (same[i], NULL);

      g_assert_cmpstr (phone, ==, "254712345678");
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kaunta_phone_normalise (none[i], &error));
      g_assert_error (error, KAUNTA_CORE_ERROR, KAUNTA_CORE_ERROR_INVALID);
    }
  g_assert_cmpstr (shown, ==, "0712 345 678");
}

static void
test_warns_of_odd_mpesa_codes (void)
{
  static const struct
  {
    const char *code;
    gboolean odd;
  } codes[] = {
    { "UKN1234567", FALSE }, { "ukn1234567", FALSE }, { "UKM1234567", TRUE }, { "UK", TRUE },
    { "9KN1234567", TRUE },  { "UZN1234567", TRUE },  { "UKW1234567", TRUE }, { "UK01234567", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *warning = kaunta_mpesa_code_warning (codes[i].code, NOON_23_NOVEMBER_2026);

      g_assert_cmpint (warning != NULL, ==, codes[i].odd);
    }
}

static void
assert_recognises (const char *typed, KauntaQueryKind expected_kind, const char *expected_key, gboolean warns)
{
  g_autofree char *key = NULL;
  g_autofree char *warning = NULL;

  g_assert_cmpint (kaunta_query_recognise (typed, &key, &warning), ==, expected_kind);
  g_assert_cmpstr (key, ==, expected_key);
  g_assert_cmpint (warning != NULL, ==, warns);
}

static void
test_recognises_what_was_typed (void)
{
  assert_recognises ("", KAUNTA_QUERY_NOTHING, "", FALSE);
  assert_recognises (" -- ", KAUNTA_QUERY_NOTHING, "", FALSE);
  assert_recognises ("0042 1000 0017", KAUNTA_QUERY_BILL, "004210000017", FALSE);
  assert_recognises ("004210000018", KAUNTA_QUERY_BILL, "004210000018", TRUE);
  assert_recognises ("00421-000173", KAUNTA_QUERY_RECEIPT, "00421-000173", FALSE);
  assert_recognises ("00421-000173 KES 350.00 9f86d081884c7d65", KAUNTA_QUERY_RECEIPT, "00421-000173", FALSE);
  assert_recognises ("0712 345 678", KAUNTA_QUERY_PHONE, "254712345678", FALSE);
  assert_recognises ("+254712345678", KAUNTA_QUERY_PHONE, "254712345678", FALSE);
  assert_recognises ("01234567", KAUNTA_QUERY_IDENTIFIER, "01234567", FALSE);
  assert_recognises ("712345678", KAUNTA_QUERY_IDENTIFIER, "712345678", FALSE);
  assert_recognises ("pvt-abc1234", KAUNTA_QUERY_IDENTIFIER, "PVTABC1234", FALSE);
  assert_recognises ("Ng'ang'a  wanjikũ", KAUNTA_QUERY_NAME, "nganga wanjiku", FALSE);
  assert_recognises ("\xff\xfe binary", KAUNTA_QUERY_NOTHING, "", FALSE);
}

static void
assert_refuses_field (const char *id, const char *name, const char *phone, const char *kra_pin, const char *expected)
{
  g_autoptr (GError) error = NULL;
  const char *field = NULL;

  g_assert_null (kaunta_payer_new_from_typed (KAUNTA_PAYER_CITIZEN, id, name, phone, kra_pin, &field, &error));
  g_assert_nonnull (error);
  g_assert_cmpstr (field, ==, expected);
}

static void
test_names_the_field_that_is_wrong (void)
{
  g_autofree char *long_name = g_strnfill (121, 'x');

  assert_refuses_field ("", "A B", "", "", "id");
  assert_refuses_field ("---", "A B", "", "", "id");
  assert_refuses_field ("12345678", " ", "", "", "name");
  assert_refuses_field ("12345678", long_name, "", "", "name");
  assert_refuses_field ("12345678", "A \xe2\x80\xae B", "", "", "name");
  assert_refuses_field ("12345678", "A B", "12", "", "phone");
  assert_refuses_field ("12345678", "A B", "", "A00000000000000", "kra_pin");
}

static void
test_keeps_leading_zeros_of_a_typed_payer (void)
{
  g_autoptr (KauntaPayer) payer = kaunta_payer_new_from_typed (KAUNTA_PAYER_CITIZEN, " 00123456 ", "Payer  One", "0712345678", "", NULL, NULL);

  g_assert_cmpstr (payer->id, ==, "00123456");
  g_assert_cmpstr (payer->name, ==, "Payer One");
  g_assert_cmpstr (payer->phone, ==, "254712345678");
  g_assert_null (payer->kra_pin);
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/identifier/matches-without-punctuation", test_matches_without_punctuation);
  g_test_add_func ("/identifier/warns-of-odd-identifiers", test_warns_of_odd_identifiers);
  g_test_add_func ("/identifier/reads-phones-in-every-usual-form", test_reads_phones_in_every_usual_form);
  g_test_add_func ("/identifier/warns-of-odd-mpesa-codes", test_warns_of_odd_mpesa_codes);
  g_test_add_func ("/identifier/recognises-what-was-typed", test_recognises_what_was_typed);
  g_test_add_func ("/payer/names-the-field-that-is-wrong", test_names_the_field_that_is_wrong);
  g_test_add_func ("/payer/keeps-leading-zeros", test_keeps_leading_zeros_of_a_typed_payer);

  return g_test_run ();
}
