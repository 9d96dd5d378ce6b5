"""Names that would like to be more than text."""

from __future__ import annotations

HOSTILE = [
    '<img src=x onerror="top.hacked=1">',
    "</script><script>top.hacked=1</script>",
    "`+(top.hacked=1)+`",
    "${top.hacked=1}",
    "\\`${top.hacked=1}",
    "'; top.hacked=1; '",
    "{{ 'hacked' }}",
    "{{{ 7 * 7 }}}",
    "{% if",
    "{# never closed",
    "line\u2028separator\u2029here",
]
