"""Print a number as the field prints it (数字显示)."""

from django import template

register = template.Library()
