/* SPDX-License-Identifier: MIT
 * roles.h - what a child process does.
 * In: argv of a child. Out: its exit status. Next: daemon/jail.h
 */
#pragma once

#include <stdbool.h>

/* First thing in every main: when this process is a child ("--child=ROLE"), it does its work here.
 * *ret_handled false: an ordinary start, go on. Else the exit status. */
int kith_child_main(int argc, char **argv, bool *ret_handled);
