/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "running.h"

#include "waiting.h"

int
run_program (char **output, char **complaint, const char *program, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *said = NULL;
  g_autofree char *complained = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;

  va_start (list, program);
  for (const char *argument = program; argument != NULL; argument = va_arg (list, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (list);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, test_keep_result_cb, &result);
  test_wait_for_result (&result);
  g_subprocess_communicate_utf8_finish (process, result, &said, &complained, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  if (output != NULL)
    *output = g_steal_pointer (&said);
  if (complaint != NULL)
    *complaint = g_steal_pointer (&complained);
  return g_subprocess_get_exit_status (process);
}
