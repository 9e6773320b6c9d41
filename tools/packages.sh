# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Sourced by tools/run and tools/test: installs what is missing with the system's package manager,
# as root or through sudo, without asking, and says what it does.

# what            Debian, Ubuntu          Fedora                       Arch
packages_table='
compiler          gcc                     gcc                          gcc
libc              libc6-dev               glibc-devel                  glibc
meson             meson                   meson                        meson
ninja             ninja-build             ninja-build                  ninja
pkg-config        pkgconf                 pkgconf-pkg-config           pkgconf
gettext           gettext                 gettext                      gettext
xmllint           libxml2-utils           libxml2                      libxml2
glib              libglib2.0-dev          glib2-devel                  glib2-devel
soup              libsoup-3.0-dev         libsoup3-devel               libsoup3
json              libjson-glib-dev        json-glib-devel              json-glib
cairo             libcairo2-dev           cairo-devel                  cairo
pango             libpango1.0-dev         pango-devel                  pango
png               libpng-dev              libpng-devel                 libpng
sqlite            libsqlite3-dev          sqlite-devel                 sqlite
zstd              libzstd-dev             libzstd-devel                zstd
secret            libsecret-1-dev         libsecret-devel              libsecret
gtk               libgtk-4-dev            gtk4-devel                   gtk4
adwaita           libadwaita-1-dev        libadwaita-devel             libadwaita
icons             adwaita-icon-theme      adwaita-icon-theme           adwaita-icon-theme
icons-svg         librsvg2-common         librsvg2                     librsvg
tls               glib-networking         glib-networking              glib-networking
certificates      ca-certificates         ca-certificates              ca-certificates
font              fonts-cantarell         abattis-cantarell-fonts      cantarell-fonts
font-fallback     fonts-dejavu-core       dejavu-sans-fonts            ttf-dejavu
'
packages_table_test='
python            python3                 python3                      python
binutils          binutils                binutils                     binutils
schema            python3-jsonschema      python3-jsonschema           python-jsonschema
sanitizers        libc6-dev               libasan                      gcc-libs
sanitizers-ub     libc6-dev               libubsan                     gcc-libs
format            clang-format            clang-tools-extra            clang
prometheus        prometheus              golang-github-prometheus     prometheus
locales           locales                 glibc-locale-source          glibc-locales
r                 r-base-core             R-core                       r
dbus              dbus                    dbus-daemon                  dbus
keyring           gnome-keyring           gnome-keyring                gnome-keyring
xvfb              xvfb                    xorg-x11-server-Xvfb         xorg-server-xvfb
screen-reader     at-spi2-core            at-spi2-core                 at-spi2-core
keys              xdotool                 xdotool                      xdotool
desktop           desktop-file-utils      desktop-file-utils           desktop-file-utils
metainfo          appstream               appstream                    appstream
'
packages_table_all='
victoria-metrics  victoria-metrics        victoria-metrics             victoriametrics
influxdb          influxdb                influxdb                     influxdb
venv              python3-venv            python3                      python
java              default-jre-headless    java-latest-openjdk-headless jre-openjdk-headless
javac             default-jdk-headless    java-latest-openjdk-devel    jdk-openjdk
maven             maven                   maven                        maven
'

packages_table_fuzz='
clang             clang                   clang                        clang
fuzzer            libclang-rt-dev         compiler-rt                  compiler-rt
'
packages_table_flatpak='
flatpak           flatpak                 flatpak                      flatpak
builder           flatpak-builder         flatpak-builder              flatpak-builder
elf               elfutils                elfutils                     elfutils
'
packages_table_flatpak_test='
bootstrap         mmdebstrap              mmdebstrap                   mmdebstrap
ostree            ostree                  ostree                       ostree
sandbox           bubblewrap              bubblewrap                   bubblewrap
portal            xdg-desktop-portal      xdg-desktop-portal           xdg-desktop-portal
portal-backend    xdg-desktop-portal-gtk  xdg-desktop-portal-gtk       xdg-desktop-portal-gtk
keys              xdotool                 xdotool                      xdotool
'

say () { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

as_root () {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else say "needs root or sudo to run: $*"; return 1
  fi
}

# install_packages TABLE...: asks the package manager which of them are missing, installs those.
install_packages () {
  if command -v apt-get >/dev/null 2>&1; then
    column=2; has () { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }
    install () {
      log=$(mktemp)
      as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$log" ||
        { tail -n 20 "$log" >&2; rm -f "$log"; return 1; }
      rm -f "$log"
    }
  elif command -v dnf >/dev/null 2>&1; then
    column=3; has () { rpm -q "$1" >/dev/null 2>&1; }
    install () { as_root dnf install -y -q --setopt=install_weak_deps=False "$@"; }
  elif command -v pacman >/dev/null 2>&1; then
    column=4; has () { pacman -Q "$1" >/dev/null 2>&1; }
    install () { as_root pacman -Sy --needed --noconfirm "$@"; }
  else
    say "knows neither apt-get, dnf nor pacman here; these are needed:"
    printf '%s\n' "$@" | awk 'NF { print "  " $1 }' >&2
    return 0
  fi

  missing=
  for package in $(printf '%s\n' "$@" | awk -v c="$column" 'NF { print $c }' | sort -u); do
    has "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "installing$missing"
  # shellcheck disable=SC2086
  install $missing
}

# configure FOLDER OPTION...: once; what meson said is shown when it fails.
configure () {
  [ ! -f "$1/build.ninja" ] || return 0
  say "configuring $1"
  log=$(mktemp)
  meson setup "$@" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; return 1; }
  rm -f "$log"
}
