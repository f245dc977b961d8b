#pragma once

#include "settings/commandline.h"
#include "settings/settingswriter.h"

#include <memory>
#include <optional>

namespace parking::settings {

/// As refusalOf() where all others are set like this: some values are allowed only beside others.
/// What is wrong with those does not matter here.
QString refusalAmong(const QString &key, const QString &value, Source others);

/// Another setting that a change makes wrong, and what is allowed for it.
struct Broken {
    QString key;
    QString allowed;
};
/// The first setting that is wrong after these changes of what all are set to and was not before:
/// some are allowed only beside others. What is locked is not changed by them.
std::optional<Broken> brokenBy(const Changes &changes, const Source &all);

/// Where secrets are kept, apart from all other settings: a file today. A system's keychain is
/// another one of these, which systemSources() then reads as well.
class SecretPlace {
public:
    virtual ~SecretPlace() = default;

    /// What is there, by key. CONFIGURATION when it cannot be read.
    virtual Result<Source> read() const = 0;
    /// CONFIGURATION or VALIDATION_ERROR when it cannot be kept; then what was there still is.
    virtual Result<> keep(const QString &key, const QString &value) = 0;
    virtual Result<> forget(const QString &key) = 0; ///< as far as it is there
    virtual QString file() const = 0; ///< for people; empty: it is no file
};

/// The file beside the INI file that its owner alone may read (writeSettings).
class SecretsFile : public SecretPlace {
public:
    explicit SecretsFile(OwnFiles files) : m_files(std::move(files)) { }

    Result<Source> read() const override;
    Result<> keep(const QString &key, const QString &value) override;
    Result<> forget(const QString &key) override;
    QString file() const override { return m_files.secrets; }

private:
    const OwnFiles m_files;
};

/// The settings that the window shows and writes. Reads and writes small files, and waits for them.
class OwnSettings {
public:
    /// `line` as the program was started; `running` is what it began with. `place` null: a file.
    OwnSettings(CommandLine line, QList<Effective> running,
                std::unique_ptr<SecretPlace> place = nullptr);

    const QList<Effective> &running() const { return m_running; }
    /// As a program that is started now would find them. Errors as load().
    Result<Loaded> load() const;
    /// What each key is set to then: secrets too, and never shown (givenValues()).
    Result<Source> given() const;
    /// Keys in capitals; what a value is allowed to be, and whether all others still are, is asked
    /// before anything is written (VALIDATION_ERROR with details {field, error}). CONFIGURATION
    /// when it cannot be written; then all is as before, or it is a halfSaved(). `expected`: what
    /// has to stand in the window's own places, where it names a key; else CHANGED_MEANWHILE. Gives
    /// what stood there before: the undo, which holds secrets and is for memory alone.
    Result<Changes> write(const Changes &changes, const Changes &expected = {});
    QString secretsFile() const { return m_place->file(); }
    const OwnFiles &files() const { return m_files; }

private:
    Result<Source> own() const;
    Result<> writeApart(const Changes &changes);

    const CommandLine m_line;
    const QList<Effective> m_running;
    const OwnFiles m_files;
    std::unique_ptr<SecretPlace> m_place;
};

} // namespace parking::settings
