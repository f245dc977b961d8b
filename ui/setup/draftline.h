#pragma once

#include "settings/settings.h"
#include "setup/connectiondraft.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace parking::ui {

/// One field of a connection: label and origin above it, a message below.
///
/// A secret that is set already is not shown: the field stays empty and says so, and what is typed
/// takes its place.
class DraftLine : public QWidget {
    Q_OBJECT

public:
    DraftLine(checks::Subject subject, DraftField field, const Theme &theme,
              QWidget *parent = nullptr);
    ~DraftLine() override;

    /// `text` as it is before somebody edits it, set by `given`.
    void setStart(const QString &text, const settings::Given &given);
    QString text() const; ///< of a secret that nobody typed anew: the old one
    void setText(const QString &text); ///< as if typed
    bool isChanged() const { return text() != m_start; }
    bool isLocked() const;
    void setWrong(const QString &message); ///< empty: it is not
    void mark(bool wrong); ///< without a message: that is told elsewhere
    bool isWrong() const;
    QLineEdit &edit() { return *m_edit; }

Q_SIGNALS:
    void edited();
    void left(); ///< with another text than before
    void entered(); ///< the key Enter

private:
    bool isSecret() const { return m_field == DraftField::Secret; }
    void addSecretParts();
    void addChooser();
    void chooseFile();
    void showSecret(bool shown);
    void refresh();

    const checks::Subject m_subject;
    const DraftField m_field;
    const Theme &m_theme;
    QString m_start;
    settings::Given m_given;
    bool m_removed = false; ///< the secret that was set
    QLabel *m_origin;
    QLabel *m_lock;
    QLineEdit *m_edit;
    QPushButton *m_remove = nullptr;
    QPushButton *m_beside = nullptr; ///< Paste, Choose
    QAction *m_eye = nullptr;
    QLabel *m_message;
};

} // namespace parking::ui
