/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>
#include "json.h"

static void
assert_refused (const char *text, gsize length, KauntaJsonFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = kaunta_json_parse (text, length, 1024 * 1024, flags, &error);

  if (node != NULL)
    g_error ("taken: %s", text);
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = kaunta_json_parse (text, strlen (text), 1024 * 1024, KAUNTA_JSON_NORMAL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

/* Only what would be written just so is read as canonical. */
static void
assert_read_as_canonical (const char *text, gboolean canonical)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = kaunta_json_parse (text, strlen (text), strlen (text), KAUNTA_JSON_CANONICAL, &error);

  g_assert_cmpint (node != NULL, ==, canonical);
  if (!canonical)
    g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

static void
assert_canonical (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parse (text);
  gsize length = 0;
  g_autofree char *canonical = kaunta_json_canonical (node, &length, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (canonical, ==, expected);
  assert_read_as_canonical (expected, TRUE);
  assert_read_as_canonical (text, strcmp (text, expected) == 0);
  g_assert_cmpuint (length, ==, strlen (expected));
}

static void
refuses_what_is_no_json (void)
{
  static const char *const texts[] = {
    "", " ", "{", "}", "[", "]", "{]", "[}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "{\"a\" 1}", "{1:1}", "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "\"\x01\"", "// a\n1", "/* a */1",
    "1 // a", "1 2", "{}{}", "null null", "01", "-01", "0x10", "+1", ".5", "1.", "1.e5", "1e", "1e+", "--1", "-", "NaN", "Infinity",
    "-Infinity", "nul", "True", "undefined", "\xef\xbb\xbf{}", "[1]\v", "\f1", "1e400", "-1e400",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), KAUNTA_JSON_NORMAL);
}

static void
refuses_text_that_is_no_unicode (void)
{
  static const char *const texts[] = {
    "\"\xff\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\\ud800\\ud800\"", "\"\\u0000\"", "{\"\\u0000\":1}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), KAUNTA_JSON_NORMAL);

  assert_refused ("\"a\0b\"", 5, KAUNTA_JSON_NORMAL);
  assert_refused ("1\0", 2, KAUNTA_JSON_NORMAL);
}

static void
refuses_a_key_given_twice (void)
{
  assert_refused ("{\"a\":1,\"a\":1}", 13, KAUNTA_JSON_NORMAL);
  assert_refused ("{\"a\":1,\"\\u0061\":2}", 18, KAUNTA_JSON_NORMAL);
  assert_refused ("[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]", 27, KAUNTA_JSON_NORMAL);
}

static void
refuses_integers_beyond_what_json_carries (void)
{
  static const char *const texts[] = { "9007199254740992", "-9007199254740992", "9223372036854775808",
                                       "18446744073709551617", "100000000000000000000000000000000000001" };
  g_autoptr (JsonNode) largest = parse ("9007199254740991");
  g_autoptr (JsonNode) smallest = parse ("-9007199254740991");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), KAUNTA_JSON_NORMAL);

  g_assert_cmpint (json_node_get_int (largest), ==, G_GINT64_CONSTANT (9007199254740991));
  g_assert_cmpint (json_node_get_int (smallest), ==, -G_GINT64_CONSTANT (9007199254740991));
}

static void
takes_fractions_only_where_allowed (void)
{
  static const char *const texts[] = { "1.5", "1.0", "1e2", "-0.0", "{\"a\":[2.25]}" };
  g_autoptr (JsonNode) node = parse ("[1.5,-2e3,1E+2]");
  JsonArray *array = json_node_get_array (node);

  g_assert_cmpfloat (json_array_get_double_element (array, 0), ==, 1.5);
  g_assert_cmpfloat (json_array_get_double_element (array, 1), ==, -2000.0);
  g_assert_cmpfloat (json_array_get_double_element (array, 2), ==, 100.0);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], strlen (texts[i]), KAUNTA_JSON_INTEGERS_ONLY);
}

static char *
nest (gsize depth)
{
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *close = g_strnfill (depth, ']');

  return g_strconcat (open, close, NULL);
}

static void
bounds_depth_and_size (void)
{
  g_autofree char *deepest = nest (KAUNTA_JSON_MAX_DEPTH);
  g_autofree char *too_deep = nest (KAUNTA_JSON_MAX_DEPTH + 1);
  g_autofree char *bomb = g_strnfill (200000, '[');
  g_autoptr (JsonNode) node = parse (deepest);
  g_autoptr (GError) error = NULL;

  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  assert_refused (too_deep, strlen (too_deep), KAUNTA_JSON_NORMAL);
  assert_refused (bomb, strlen (bomb), KAUNTA_JSON_NORMAL);

  g_assert_null (kaunta_json_parse ("[1,2]", 5, 4, KAUNTA_JSON_NORMAL, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

static void
says_where_it_is_wrong (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_json_parse ("{\"a\":tru}", 9, 100, KAUNTA_JSON_NORMAL, &error));
  g_assert_cmpstr (error->message, ==, "not valid JSON at byte 5: a value was expected");
}

static void
writes_minimal_escapes (void)
{
  assert_canonical ("\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"", "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
  assert_canonical ("\"\\/\"", "\"/\"");
  assert_canonical ("\"\\u000F\"", "\"\\u000f\"");
  assert_canonical ("\"\\u000a\"", "\"\\n\"");
  assert_canonical ("\"\\b\\f\\n\\r\\t\\u0001\\u007f\"", "\"\\b\\f\\n\\r\\t\\u0001\x7f\"");
  assert_canonical (" [ 1 , -0 , true , false , null , { } , [ ] ] ", "[1,0,true,false,null,{},[]]");
}

static void
sorts_keys_by_utf16 (void)
{
  /* RFC 8785, section 3.2.3, with U+FF21 for its U+FB33, which form NFC doesn't have. */
  assert_canonical ("{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\u000a\":\"Newline\",\"1\":\"One\","
                    "\"\\u0080\":\"Control\\u007f\",\"\\ud83d\\ude02\":\"Smiley\",\"\\u00f6\":\"Latin Small Letter O With "
                    "Diaeresis\",\"\\uff21\":\"x\",\"</script>\":\"Browser Challenge\"}",
                    "{\"\\n\":\"Newline\",\"\\r\":\"Carriage Return\",\"1\":\"One\",\"</script>\":\"Browser Challenge\","
                    "\"\xc2\x80\":\"Control\x7f\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                    "\"😂\":\"Smiley\",\"\xef\xbc\xa1\":\"x\"}");
  assert_canonical ("{\"ab\":1,\"a\":2,\"\":3,\"aa\":4}", "{\"\":3,\"a\":2,\"aa\":4,\"ab\":1}");
}

static void
assert_not_canonical (JsonNode *node)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kaunta_json_canonical (node, NULL, &error));
  g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
}

static void
writes_no_fractions_and_no_text_beside_nfc (void)
{
  g_autoptr (JsonNode) fraction = parse ("[1.5]");
  g_autoptr (JsonNode) decomposed = parse ("\"Wanjiku\xcc\x83\"");
  g_autoptr (JsonNode) name = parse ("{\"u\xcc\x88\":1}");
  g_autoptr (JsonNode) large = json_node_init_int (json_node_alloc (), G_MAXINT64);

  assert_not_canonical (fraction);
  assert_not_canonical (name);
  assert_not_canonical (large);
  assert_not_canonical (decomposed);
  assert_canonical ("\"Wanjik\xc5\xa9\"", "\"Wanjik\xc5\xa9\"");
}

static void
assert_keys_error (GError **error)
{
  g_assert_error (*error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_KEYS);
  g_clear_error (error);
}

static void
getters_refuse_other_types (void)
{
  g_autoptr (JsonNode) node = parse ("{\"text\":\"12\",\"number\":12,\"null\":null,\"yes\":true,\"half\":0.5,\"list\":[],\"map\":{}}");
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GError) error = NULL;
  const char *text = NULL;
  gint64 number = 0;
  gboolean yes = FALSE;
  JsonObject *map = NULL;
  JsonArray *list = NULL;

  g_assert_true (kaunta_json_get_integer (object, "number", 12, 12, &number, &error));
  g_assert_true (kaunta_json_get_string (object, "text", &text, &error));
  g_assert_true (kaunta_json_get_boolean (object, "yes", &yes, &error));
  g_assert_true (kaunta_json_get_object (object, "map", &map, &error));
  g_assert_true (kaunta_json_get_array (object, "list", &list, &error));
  g_assert_no_error (error);
  g_assert_cmpint (number, ==, 12);
  g_assert_cmpstr (text, ==, "12");
  g_assert_true (yes);

  g_assert_false (kaunta_json_get_integer (object, "text", 0, 100, &number, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_integer (object, "half", 0, 100, &number, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_integer (object, "map", 0, 100, &number, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_integer (object, "number", 13, 100, &number, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_integer (object, "absent", 0, 100, &number, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_string (object, "number", &text, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_string (object, "null", &text, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_boolean (object, "number", &yes, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_object (object, "list", &map, &error));
  assert_keys_error (&error);
  g_assert_false (kaunta_json_get_array (object, "null", &list, &error));
  assert_keys_error (&error);
  g_assert_cmpint (number, ==, 12);
}

static void
optional_text_may_be_missing_but_nothing_else (void)
{
  g_autoptr (JsonNode) node = parse ("{\"null\":null,\"text\":\"x\",\"number\":1}");
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GError) error = NULL;
  const char *text = "before";

  g_assert_true (kaunta_json_get_optional_string (object, "absent", &text, &error));
  g_assert_null (text);
  g_assert_true (kaunta_json_get_optional_string (object, "text", &text, &error));
  g_assert_cmpstr (text, ==, "x");
  g_assert_true (kaunta_json_get_optional_string (object, "null", &text, &error));
  g_assert_null (text);
  g_assert_false (kaunta_json_get_optional_string (object, "number", &text, &error));
  assert_keys_error (&error);
}

static void
base64url_has_one_text_for_the_same_bytes (void)
{
  static const char *const wrong[] = { "", "-_8==", "-_8=", "+/8", "-_9", "-_ 8", "-_8A", "-_8\n" };
  const guint8 bytes[] = { 0xfb, 0xff };
  guint8 back[2] = { 0, 0 };
  g_autofree char *text = kaunta_base64url_encode (bytes, sizeof bytes);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, ==, "-_8");
  g_assert_true (kaunta_base64url_decode (text, back, sizeof back, &error));
  g_assert_cmpmem (back, sizeof back, bytes, sizeof bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_false (kaunta_base64url_decode (wrong[i], back, sizeof back, &error));
      g_assert_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM);
      g_clear_error (&error);
    }

  /* libsodium by itself takes some of these. */
  for (int byte = 0x80; byte <= 0xff; byte++)
    {
      const char text_of_byte[] = { '-', (char) byte, '8', '\0' };

      g_assert_false (kaunta_base64url_decode (text_of_byte, back, sizeof back, NULL));
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/refuses-what-is-no-json", refuses_what_is_no_json);
  g_test_add_func ("/json/refuses-text-that-is-no-unicode", refuses_text_that_is_no_unicode);
  g_test_add_func ("/json/refuses-a-key-given-twice", refuses_a_key_given_twice);
  g_test_add_func ("/json/refuses-integers-beyond-what-json-carries", refuses_integers_beyond_what_json_carries);
  g_test_add_func ("/json/takes-fractions-only-where-allowed", takes_fractions_only_where_allowed);
  g_test_add_func ("/json/bounds-depth-and-size", bounds_depth_and_size);
  g_test_add_func ("/json/says-where-it-is-wrong", says_where_it_is_wrong);
  g_test_add_func ("/json/writes-minimal-escapes", writes_minimal_escapes);
  g_test_add_func ("/json/sorts-keys-by-utf16", sorts_keys_by_utf16);
  g_test_add_func ("/json/writes-no-fractions-and-no-text-beside-nfc", writes_no_fractions_and_no_text_beside_nfc);
  g_test_add_func ("/json/getters-refuse-other-types", getters_refuse_other_types);
  g_test_add_func ("/json/optional-text-may-be-missing-but-nothing-else", optional_text_may_be_missing_but_nothing_else);
  g_test_add_func ("/json/base64url-has-one-text-for-the-same-bytes", base64url_has_one_text_for_the_same_bytes);

  return g_test_run ();
}
