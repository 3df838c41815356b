# SPDX-License-Identifier: Apache-2.0
#
# What ./quickstart and ./benchmark have in common: finding a JDK, building when something changed,
# and starting a program of the benchmarks module. Sourced by both, after they have set
#   program          the name in messages
#   root             the folder of the project
#   class_path_file  the class path of the program, written by the build
# JAVA_OPTS is passed on to the JVM.

readonly min_java=25
readonly build_log="$root/benchmarks/target/launch.log"
readonly stamp="$root/benchmarks/target/launch.stamp"

fail() {
  echo "$program: $1" >&2
  exit 1
}

# The JDKs that the build would find too, one home folder a line.
jdk_homes() {
  echo "${JAVA_HOME:-}"
  java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$min_java+" 2>/dev/null
  fi
  printf '%s\n' /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home
}

# A JDK says its version in the file "release".
java_version() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
  local home version
  jdk_homes | while IFS= read -r home; do
    if [ -x "$home/bin/javac" ]; then
      version=$(java_version "$home")
      if [ "${version:-0}" -ge "$min_java" ]; then
        echo "$home"
        break
      fi
    fi
  done
}

is_built() {
  [ -f "$stamp" ] && [ -s "$class_path_file" ] || return 1
  [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main "$root"/*/src/jmh -newer "$stamp" | head -n 1)" ] \
    || return 1
  local entry entries
  IFS=: read -r -a entries <"$class_path_file"
  for entry in "${entries[@]}"; do
    [ -e "$entry" ] || return 1
  done
}

build() {
  mkdir -p "$(dirname "$stamp")" 2>/dev/null || fail "no permission to write in $root"
  if [ -e "$class_path_file" ]; then
    echo "building ..." >&2
  else
    echo "building; the first time this downloads 200 MB of libraries, model and texts ..." >&2
  fi
  # Taken before the build, so that what is edited meanwhile counts as newer.
  touch "$stamp.new" || fail "no permission to write in $root"
  if ! (cd "$root" && ./mvnw --batch-mode --no-transfer-progress --projects benchmarks \
      --also-make process-classes -Denforcer.skip -Dforbiddenapis.skip) >"$build_log" 2>&1; then
    explain_failure
  fi
  mv "$stamp.new" "$stamp"
}

explain_failure() {
  if grep -qiE 'Could not transfer|Unknown host|UnknownHost|Connect(ion)? (refused|timed out)|Failed to fetch|Could not resolve (host|proxy)|Cannot access .* in offline mode' "$build_log"; then
    fail "the build could not download what it needs; is there a network? (log: $build_log)"
  fi
  fail "the build failed (log: $build_log)"
}

progress_style() {
  if [ -t 2 ]; then echo bar; else echo lines; fi
}

# Runs a main class with JVM options: launch MAIN_CLASS [JVM_OPTION ...] -- [ARGUMENT ...]
# The first build for --help and --version is needed too: they come from the same program.
launch() {
  local main_class=$1 jdk
  local -a options=()
  shift
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  jdk=$(find_jdk)
  [ -n "$jdk" ] || fail "no JDK $min_java or newer found: install one, or set JAVA_HOME to it"
  export JAVA_HOME="$jdk"
  is_built || build
  # shellcheck disable=SC2086  # JAVA_OPTS holds several words.
  exec "$jdk/bin/java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
    "${options[@]}" ${JAVA_OPTS:-} \
    -cp "$root/benchmarks/target/classes:$(cat "$class_path_file")" "$main_class" "$@"
}
