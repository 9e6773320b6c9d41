/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window's widgets do alike: templates, optional labels, CSS classes, spoken names. */

#include "charts/style.h"

#include <adwaita.h>
#include <stdbool.h>

/* Defines a final class of widgets whose instances need nothing but their template. */
#define PARL_DEFINE_TEMPLATE_TYPE(Type, name, PARENT)                                              \
  G_DEFINE_FINAL_TYPE (Type, name, PARENT)                                                         \
  static void name##_init (Type *self)                                                             \
  {                                                                                                \
    gtk_widget_init_template (GTK_WIDGET (self));                                                  \
  }

/* Takes the resource @file as the template. A class that is final and has no dispose of its own
 * gets one that lets the template go. */
void parl_widget_class_set_template (GtkWidgetClass *klass, const char *file);

/* Binds up to 24 template children, each to the field of its name:
 *   PARL_BIND_CHILDREN (widget_class, ParlBoardView, scroller, grid, layout); */
#define PARL_BIND_CHILDREN(klass, Type, ...)                                                       \
  PARL_BIND_CHOOSE (__VA_ARGS__, PARL_BIND_24, PARL_BIND_23, PARL_BIND_22, PARL_BIND_21,           \
                    PARL_BIND_20, PARL_BIND_19, PARL_BIND_18, PARL_BIND_17, PARL_BIND_16,          \
                    PARL_BIND_15, PARL_BIND_14, PARL_BIND_13, PARL_BIND_12, PARL_BIND_11,          \
                    PARL_BIND_10, PARL_BIND_9, PARL_BIND_8, PARL_BIND_7, PARL_BIND_6, PARL_BIND_5, \
                    PARL_BIND_4, PARL_BIND_3, PARL_BIND_2, PARL_BIND_1, 0)                         \
  (klass, Type, __VA_ARGS__)

/* One sentence at the foot for a few seconds; plain text, copied. */
void parl_toast (AdwToastOverlay *toasts, const char *sentence);
/* Copies @text, and says @sentence by win.toast. */
void parl_widget_copy (gpointer widget, const char *text, const char *sentence);
/* The same of Markdown, in which an invisible character may keep a name from being a mention. */
void parl_widget_copy_markdown (gpointer widget, const char *text, const char *sentence);
/* Shows @dialog over @parent, which waits for it. */
void parl_window_present_over (GtkWindow *parent, GtkWindow *dialog);
/* When @popover is closed, the focus goes back to where it was before. */
void parl_popover_return_focus (GtkPopover *popover);
/* Opens the menu named @id in context-menus.ui at a place of @widget; @menu keeps it, and is to be
 * unparented in dispose. */
void parl_widget_pop_up (gpointer widget, GtkWidget **menu, const char *id, const GdkRectangle *at);

/* Numbers and formulas read from left to right in every language: "= 7.3 %", not "% 7.3 =". The
 * label stays where its language begins. */
void parl_label_set_formula (GtkLabel *label);

/* The charts' style in the theme of the desktop, and a call whenever that is another. */
ParlStyle parl_style_of_desktop (void);
void parl_widget_follow_theme (gpointer widget, GCallback changed);
/* The desktop's text scaling, which arrives as the resolution of its fonts. */
double parl_widget_get_text_scale (gpointer widget);

/* Into the clipboard of @widget: without the marks that only a screen needs. */
void parl_widget_copy_text (gpointer widget, const char *text);

/* Adds or removes a CSS class of @widget, any GtkWidget. */
void parl_widget_set_class (gpointer widget, const char *name, bool on);
/* What a screen reader calls @widget. */
void parl_widget_set_spoken (gpointer widget, const char *name);
/* A label without a text (NULL or "") takes no room. */
void parl_label_set_optional (GtkLabel *label, const char *text);
/* Makes @box, a GtkBox or GtkListBox, have @n children, new ones of @type at its end. */
void parl_box_set_n_children (gpointer box, unsigned n, GType type);

/* The macros behind PARL_BIND_CHILDREN: one a number of children. */
#define PARL_BIND_CHOOSE(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16,    \
                         _17, _18, _19, _20, _21, _22, _23, _24, name, ...)                        \
  name
#define PARL_BIND_1(k, T, a) gtk_widget_class_bind_template_child (k, T, a)
#define PARL_BIND_2(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_1 (k, T, __VA_ARGS__)
#define PARL_BIND_3(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_2 (k, T, __VA_ARGS__)
#define PARL_BIND_4(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_3 (k, T, __VA_ARGS__)
#define PARL_BIND_5(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_4 (k, T, __VA_ARGS__)
#define PARL_BIND_6(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_5 (k, T, __VA_ARGS__)
#define PARL_BIND_7(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_6 (k, T, __VA_ARGS__)
#define PARL_BIND_8(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_7 (k, T, __VA_ARGS__)
#define PARL_BIND_9(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_8 (k, T, __VA_ARGS__)
#define PARL_BIND_10(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_9 (k, T, __VA_ARGS__)
#define PARL_BIND_11(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_10 (k, T, __VA_ARGS__)
#define PARL_BIND_12(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_11 (k, T, __VA_ARGS__)
#define PARL_BIND_13(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_12 (k, T, __VA_ARGS__)
#define PARL_BIND_14(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_13 (k, T, __VA_ARGS__)
#define PARL_BIND_15(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_14 (k, T, __VA_ARGS__)
#define PARL_BIND_16(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_15 (k, T, __VA_ARGS__)
#define PARL_BIND_17(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_16 (k, T, __VA_ARGS__)
#define PARL_BIND_18(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_17 (k, T, __VA_ARGS__)
#define PARL_BIND_19(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_18 (k, T, __VA_ARGS__)
#define PARL_BIND_20(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_19 (k, T, __VA_ARGS__)
#define PARL_BIND_21(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_20 (k, T, __VA_ARGS__)
#define PARL_BIND_22(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_21 (k, T, __VA_ARGS__)
#define PARL_BIND_23(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_22 (k, T, __VA_ARGS__)
#define PARL_BIND_24(k, T, a, ...) PARL_BIND_1 (k, T, a), PARL_BIND_23 (k, T, __VA_ARGS__)
