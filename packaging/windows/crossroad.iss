; The installer for Windows, made with Inno Setup 6:
;   iscc /DVersion=0.1.0 packaging\windows\crossroad.iss
; In: dist\crossroad (see build_bundle.py). Out: dist\CrossRoad-Desktop-VERSION-setup.exe.
;
; For the present user, so no administrator is needed. Results lie in the user's data folder and are
; never touched, not when it is removed either.

#ifndef Version
  #error Give the version: iscc /DVersion=0.1.0 packaging\windows\crossroad.iss
#endif
#define Root "..\.."
; The offline installer of WebView2 is put here by hand for machines without network; it may not be
; passed on as a part of the source.
#define WebView2 "webview2\MicrosoftEdgeWebView2RuntimeInstallerX64.exe"

[Setup]
AppId={{6B0C3B0E-9C57-4E0B-9B39-2D6C0F6B5A71}
AppName=CrossRoad Desktop
AppVersion={#Version}
AppPublisher=CrossRoad Desktop developers
DefaultDirName={autopf}\CrossRoad Desktop
DefaultGroupName=CrossRoad Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
LicenseFile={#Root}\LICENSE
OutputDir={#Root}\dist
OutputBaseFilename=CrossRoad-Desktop-{#Version}-setup
SetupIconFile={#Root}\icons\crossroad.ico
UninstallDisplayIcon={app}\CrossRoad Desktop.exe
UninstallDisplayName=CrossRoad Desktop
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Tasks]
Name: desktopicon; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: path; Description: "Add the command crossroad to the PATH"; Flags: unchecked

[InstallDelete]
; Modules of a former version must not be found by this one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}\dist\crossroad\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion
Source: "{#Root}\icons\crossroad.ico"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Root}\icons\crossroad-file.ico"; DestDir: "{app}"; Flags: ignoreversion
#if FileExists(AddBackslash(SourcePath) + WebView2)
Source: "{#WebView2}"; DestDir: "{tmp}"; Flags: deleteafterinstall; Check: not HasWebView2
#endif

[Icons]
Name: "{group}\CrossRoad Desktop"; Filename: "{app}\CrossRoad Desktop.exe"; IconFilename: "{app}\crossroad.ico"
Name: "{autodesktop}\CrossRoad Desktop"; Filename: "{app}\CrossRoad Desktop.exe"; IconFilename: "{app}\crossroad.ico"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.crossroad"; ValueType: string; ValueData: "CrossRoad.Result"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.crossroad"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-crossroad-result"; Flags: uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\CrossRoad.Result"; ValueType: string; ValueData: "CrossRoad result"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CrossRoad.Result\DefaultIcon"; ValueType: string; ValueData: "{app}\crossroad-file.ico"
Root: HKA; Subkey: "Software\Classes\CrossRoad.Result\shell\open\command"; ValueType: string; ValueData: """{app}\CrossRoad Desktop.exe"" open ""%1"""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: IsNotInPath

[Run]
#if FileExists(AddBackslash(SourcePath) + WebView2)
Filename: "{tmp}\MicrosoftEdgeWebView2RuntimeInstallerX64.exe"; Parameters: "/silent /install"; StatusMsg: "Installing Microsoft WebView2..."; Check: not HasWebView2
#endif
Filename: "{app}\CrossRoad Desktop.exe"; Description: "{cm:LaunchProgram,CrossRoad Desktop}"; Flags: nowait postinstall skipifsilent

[Code]
const
  WebView2Client = 'Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}';

function IsVersion(const Root: Integer; const Key: String): Boolean;
var
  Found: String;
begin
  Result := RegQueryStringValue(Root, Key, 'pv', Found) and (Found <> '') and (Found <> '0.0.0.0');
end;

function HasWebView2: Boolean;
begin
  Result := IsVersion(HKLM, 'SOFTWARE\WOW6432Node\' + WebView2Client)
    or IsVersion(HKLM, 'SOFTWARE\' + WebView2Client)
    or IsVersion(HKCU, 'Software\' + WebView2Client);
end;

function IsNotInPath: Boolean;
var
  Path: String;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    Path := '';
  Result := Pos(';' + Uppercase(ExpandConstant('{app}')) + ';', ';' + Uppercase(Path) + ';') = 0;
end;

procedure RemoveFromPath;
var
  Path, Part: String;
  Place: Integer;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Path) then
    exit;
  Part := ';' + ExpandConstant('{app}');
  Place := Pos(Uppercase(Part), Uppercase(Path));
  if Place > 0 then
  begin
    Delete(Path, Place, Length(Part));
    RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Path);
  end;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
begin
  if Step = usPostUninstall then
    RemoveFromPath;
end;

procedure CurPageChanged(Page: Integer);
begin
  if (Page = wpFinished) and not HasWebView2 then
    WizardForm.FinishedLabel.Caption := WizardForm.FinishedLabel.Caption + #13#10#13#10
      + 'Microsoft WebView2 is not installed, so CrossRoad Desktop will open in your browser. '
      + 'To have a window of its own, install the WebView2 Runtime from Microsoft.';
end;
