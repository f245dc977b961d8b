#pragma once

#include "theme/theme.h"

#include <QFrame>

namespace parking::ui {

/// A figure on a card: what it is, the number with its unit, and what that means.
class Tile : public QFrame {
    Q_OBJECT

public:
    Tile(const QString &title, const Theme &theme, QWidget *parent = nullptr);

    /// `role` of the words below: "", "ok", "warning", "danger" (see widgets/role.h).
    void setValue(const QString &value, const QString &unit, const QString &words,
                  QLatin1StringView role = {});
    QString value() const { return m_value; }
    QString words() const { return m_words; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const QString m_title;
    const Theme &m_theme;
    QString m_value;
    QString m_unit;
    QString m_words;
    QString m_role;
};

} // namespace parking::ui
