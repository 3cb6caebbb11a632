@echo off
rem Runs the packaged program: with a command, that command; with none, the gateway. Builds it first if it is not there.
setlocal
set "JAR=%~dp0target\gatehouse-0.1.0.jar"
if exist "%JAR%" goto run
echo Building Gatehouse for the first run; this takes a minute or two. 1>&2
pushd "%~dp0"
call mvnw.cmd -q -B -ntp package -DskipTests 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if not "%STATUS%"=="0" exit /b %STATUS%
:run
java -jar "%JAR%" %*
exit /b %ERRORLEVEL%
