; The installer for Windows: makensis -DVERSION= -DTREE= -DFILES= -DOUT= smart-parking.nsi (package.py does it).
;
;   smart-parking-VERSION-windows-x86_64.exe [/S] [/AllUsers | /CurrentUser] [/D=folder]
;
; /S asks nothing. An older version in place goes first, by its own uninstaller; what people have made is in
; their profiles and stays, then as when everything is removed. Exit codes: 0 done, 1 cancelled, 2 not done.
Target amd64-unicode
SetCompressor /SOLID bzip2 ; makensis 3.08 on Debian stands still in its lzma over a tree of 30 MB
!define NAME "Smart Parking"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\SmartParking"
!define CLASS "SmartParking.Archive"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME InstallLocation
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME InstallLocation
; /D= of the command line is heard, although a mode sets its own folder.
!define MULTIUSER_INSTALLMODE_FUNCTION keepFolder
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
ManifestDPIAware true
ManifestSupportedOS all
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey CompanyName "${NAME}"
VIAddVersionKey FileDescription "${NAME}, installer"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "GPL-3.0-or-later"
!ifdef SIGN
    !uninstfinalize '${SIGN} "%1"' = 0
    !finalize '${SIGN} "%1"' = 0
!endif

!define MUI_ICON "${TREE}/smart-parking.ico"
!define MUI_UNICON "${TREE}/smart-parking.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\bin\smart-parking.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start ${NAME}"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

Var Folder ; of /D=

; A program that runs keeps its file: what would be replaced by halves is not touched.
!macro CheckEnded
    ${For} $R0 0 1
        StrCpy $R1 "$INSTDIR\bin\smart-parking.exe"
        ${If} $R0 = 1
            StrCpy $R1 "$INSTDIR\bin\parkctl.exe"
        ${EndIf}
        ${If} ${FileExists} $R1
            ${Do}
                ClearErrors
                FileOpen $R2 $R1 a
                ${IfNot} ${Errors}
                    FileClose $R2
                    ${Break}
                ${EndIf}
                ${If} ${Silent}
                    SetErrorLevel 2
                    Quit
                ${EndIf}
                MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$R1 is running, or it may not be changed. \
Please end it and try again." IDRETRY +3
                SetErrorLevel 1
                Quit
            ${Loop}
        ${EndIf}
    ${Next}
!macroend

Function .onInit
    SetRegView 64
    ${IfNot} ${AtLeastWin10}
        IfSilent +2
        MessageBox MB_OK|MB_ICONSTOP "${NAME} needs Windows 10 or later."
        SetErrorLevel 2
        Quit
    ${EndIf}
    StrCpy $Folder $INSTDIR
    !insertmacro MULTIUSER_INIT
FunctionEnd

Function keepFolder
    ${If} $Folder != ""
        StrCpy $INSTDIR $Folder
    ${EndIf}
FunctionEnd

Function un.onInit
    SetRegView 64
    !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section
    !insertmacro CheckEnded
    ; The version before, wherever it was.
    ReadRegStr $R3 SHCTX "${KEY}" InstallLocation
    ${If} $R3 != ""
    ${AndIf} ${FileExists} "$R3\uninstall.exe"
        CopyFiles /SILENT "$R3\uninstall.exe" "$PLUGINSDIR\before.exe"
        ExecWait '"$PLUGINSDIR\before.exe" /S /$MultiUser.InstallMode _?=$R3' $R4
        ${If} $R4 <> 0
            DetailPrint "The version before could not be removed from $R3."
            SetErrorLevel 2
            Abort
        ${EndIf}
        Delete "$R3\uninstall.exe"
        RMDir "$R3"
    ${EndIf}

    SetOverwrite on
    ClearErrors
    !include "${FILES}/install.nsh"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    ${If} ${Errors}
        DetailPrint "Not all files could be written."
        SetErrorLevel 2
        Abort
    ${EndIf}

    SetOutPath "$INSTDIR\bin" ; where what a shortcut starts begins
    CreateDirectory "$SMPROGRAMS\${NAME}"
    CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\bin\smart-parking.exe" "" \
        "$INSTDIR\smart-parking.ico" 0 SW_SHOWNORMAL "" "Live map, lamps and history of car parks"
    CreateShortcut "$SMPROGRAMS\${NAME}\${NAME} demo.lnk" "$INSTDIR\bin\smart-parking.exe" "--demo" \
        "$INSTDIR\smart-parking.ico" 0 SW_SHOWNORMAL "" "A simulated car park; needs no server"
    CreateShortcut "$SMPROGRAMS\${NAME}\${NAME} console.lnk" "$SYSDIR\cmd.exe" '/k "cd /d %USERPROFILE% & \
set PATH=$INSTDIR\bin;%PATH%"' "$INSTDIR\smart-parking.ico" 0 SW_SHOWNORMAL "" "A console that knows parkctl"

    WriteRegStr SHCTX "Software\Classes\.parkarchive" "" "${CLASS}"
    WriteRegStr SHCTX "Software\Classes\.parkarchive" "Content Type" "application/vnd.smart-parking.archive"
    WriteRegStr SHCTX "Software\Classes\${CLASS}" "" "Smart Parking archive"
    WriteRegStr SHCTX "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\smart-parking.ico,0"
    WriteRegStr SHCTX "Software\Classes\${CLASS}\shell\open\command" "" \
        '"$INSTDIR\bin\smart-parking.exe" --review "%1"'
    WriteRegStr SHCTX "${PATHS}\smart-parking.exe" "" "$INSTDIR\bin\smart-parking.exe"
    WriteRegStr SHCTX "${PATHS}\parkctl.exe" "" "$INSTDIR\bin\parkctl.exe"

    WriteRegStr SHCTX "${KEY}" DisplayName "${NAME}"
    WriteRegStr SHCTX "${KEY}" DisplayVersion "${VERSION}"
    WriteRegStr SHCTX "${KEY}" Publisher "${NAME}"
    WriteRegStr SHCTX "${KEY}" DisplayIcon "$INSTDIR\smart-parking.ico"
    WriteRegStr SHCTX "${KEY}" InstallLocation "$INSTDIR"
    WriteRegStr SHCTX "${KEY}" UninstallString '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
    WriteRegStr SHCTX "${KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
    WriteRegDWORD SHCTX "${KEY}" NoModify 1
    WriteRegDWORD SHCTX "${KEY}" NoRepair 1
    ${GetSize} "$INSTDIR" "/S=0K" $R0 $R1 $R2
    WriteRegDWORD SHCTX "${KEY}" EstimatedSize $R0
    ${RefreshShellIcons}
SectionEnd

; Takes away what the installer brought, by name, and folders only when they are empty then.
Section Uninstall
    !insertmacro CheckEnded
    !include "${FILES}/uninstall.nsh"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${NAME}\${NAME}.lnk"
    Delete "$SMPROGRAMS\${NAME}\${NAME} demo.lnk"
    Delete "$SMPROGRAMS\${NAME}\${NAME} console.lnk"
    RMDir "$SMPROGRAMS\${NAME}"
    DeleteRegKey SHCTX "Software\Classes\${CLASS}"
    ReadRegStr $R0 SHCTX "Software\Classes\.parkarchive" ""
    ${If} $R0 == "${CLASS}" ; else it is another's by now
        DeleteRegKey SHCTX "Software\Classes\.parkarchive"
    ${EndIf}
    DeleteRegKey SHCTX "${PATHS}\smart-parking.exe"
    DeleteRegKey SHCTX "${PATHS}\parkctl.exe"
    DeleteRegKey SHCTX "${KEY}"
    ${RefreshShellIcons}
SectionEnd
