@echo off
rem Runs a command of the packaged program, or without one the gateway, to try it out. Builds the program first if it is not there.
setlocal
set "JAR=%~dp0target\gatehouse-0.1.0.jar"
if exist "%JAR%" goto run
echo Building Gatehouse for the first run; this takes a minute or two. 1>&2
pushd "%~dp0"
call mvnw.cmd -q -B -ntp package -DskipTests 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" (
  if exist "%JAR%" del "%JAR%"
  exit /b %STATUS%
)
:run
rem A command starts sooner without the gateway's options.
set "FIRST=%~1"
if not defined FIRST goto gateway
for %%C in (-h --help -V --version) do if "%FIRST%"=="%%C" goto command
if "%FIRST:~0,1%"=="-" goto gateway
:command
java -jar "%JAR%" %*
exit /b %ERRORLEVEL%
:gateway
java "@%~dp0jvm.options" -jar "%JAR%" %*
exit /b %ERRORLEVEL%
